"use strict";
// Characters that would show as an empty box: they look just like one that no font has.
function missingGlyphs(text, font) {
  var canvas = document.createElement("canvas");
  canvas.width = canvas.height = 48;
  var pen = canvas.getContext("2d", { willReadFrequently: true });
  function look(character) {
    pen.clearRect(0, 0, 48, 48);
    pen.font = "32px " + font;
    pen.textBaseline = "top";
    pen.fillText(character, 4, 4);
    return pen.getImageData(0, 0, 48, 48).data.join();
  }
  var boxes = ["\u0378", "\uFFFE", "\uD83B\uDFFF"].map(look);
  var blank = look(" ");
  return Array.from(text).filter(function (character) {
    var seen = look(character);
    return seen !== blank && boxes.indexOf(seen) >= 0;
  });
}
