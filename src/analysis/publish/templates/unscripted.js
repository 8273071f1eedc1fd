(function () {
  "use strict";

  function drawn(figure, look) {
    var meta = figure.layout.meta || {}, width = Math.max(look.width, meta.minimum_width || 0);
    // A chart knows how it looks where there is room (page.js does the same).
    var layout = Object.assign({}, figure.layout, meta.wide, { template: look.template, width: width, autosize: false });
    // Without the ground behind each label the labels of a chart are of one kind, which is said once.
    (layout.annotations || []).forEach(function (label) { delete label.bgcolor; });
    var wanted = { format: "svg", width: width, height: layout.height, imageDataOnly: true };
    return Plotly.toImage({ data: figure.data, layout: layout, config: { staticPlot: true } }, wanted);
  }

  // The first chart takes twice as long as the next: it is drawn before any is asked for.
  var first = { data: [{ type: "bar", x: ["黔南"], y: [1] }], layout: { height: 200 } };
  drawn(first, { width: 200 }).then(function () {
    answerEach(function (job) { return drawn(job.figure, job); });
  });
})();
