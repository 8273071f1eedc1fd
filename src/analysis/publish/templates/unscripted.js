(function () {
  "use strict";
  var job = JSON.parse(document.getElementById("job").textContent);

  function drawn(figure) {
    var meta = figure.layout.meta || {}, width = Math.max(job.width, meta.minimum_width || 0);
    // A chart knows how it looks where there is room (page.js does the same).
    var layout = Object.assign({}, figure.layout, meta.wide, { template: job.template, width: width, autosize: false });
    // Without the ground behind each label the labels of a chart are of one kind, which is said once.
    (layout.annotations || []).forEach(function (label) { delete label.bgcolor; });
    var wanted = { format: "svg", width: width, height: layout.height, imageDataOnly: true };
    return Plotly.toImage({ data: figure.data, layout: layout, config: { staticPlot: true } }, wanted);
  }

  function answer(pictures) {
    var bytes = new TextEncoder().encode(JSON.stringify(pictures)), binary = "";
    bytes.forEach(function (byte) { binary += String.fromCharCode(byte); });
    document.getElementById("result").textContent = btoa(binary);
  }

  Promise.all(job.figures.map(drawn)).then(answer);
})();
