(function () {
  "use strict";
  // Before plotly.js: it writes a rule with :focus-visible, and a browser older than that (Chromium 85 and before) throws,
  // which would end plotly.js before it has begun. A rule that cannot be read is left out, as it is in a style sheet.
  var insert = CSSStyleSheet.prototype.insertRule;
  CSSStyleSheet.prototype.insertRule = function (rule, place) {
    try {
      return insert.call(this, rule, place);
    } catch (error) {
      return -1;
    }
  };
})();
