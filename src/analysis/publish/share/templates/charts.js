var job;  // figures, width, font and colours of what is being drawn
var EDGE = 16, TITLE = 20, SMALL = 13;
var ruler = document.createElement("canvas").getContext("2d");

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

// Lines that fit the width, broken between words or Chinese characters.
function lines(text, size, weight) {
  ruler.font = weight + " " + size + "px " + job.font;
  var pieces = text.match(/[!-~]+ ?|[\s\S]/g) || [], found = [""];
  pieces.forEach(function (piece) {
    var longer = found[found.length - 1] + piece;
    if (ruler.measureText(longer.trim()).width > job.width - 2 * EDGE && found[found.length - 1]) {
      found.push(piece);
    } else {
      found[found.length - 1] = longer;
    }
  });
  return found.filter(function (line) { return line.trim(); });
}

function block(texts, size, weight, colour, top) {
  var y = top, svg = "";
  texts.forEach(function (text) {
    lines(text, size, weight).forEach(function (line) {
      y += Math.round(size * 1.45);
      svg += '<text x="' + EDGE + '" y="' + (y - Math.round(size * 0.4)) + '" font-size="' + size + 'px" font-weight="' +
        weight + '" fill="' + colour + '" font-family="' + escaped(job.font) + '">' + escaped(line.trim()) + "</text>";
    });
  });
  return { svg: svg, bottom: y };
}

// The chart with its title and subtitle above, note, source and standing below.
function framed(figure, inner, height) {
  var title = block([figure.title], TITLE, "bold", job.colours.text, EDGE - 4);
  var sub = block([figure.subtitle], SMALL, "normal", job.colours.muted, title.bottom);
  var top = sub.bottom + 8;
  var foot = block([figure.note, figure.source, figure.stamp], SMALL - 1, "normal", job.colours.muted, top + height + 4);
  var total = foot.bottom + EDGE;
  return {
    height: total,
    svg: '<svg xmlns="http://www.w3.org/2000/svg" width="' + job.width + '" height="' + total + '" viewBox="0 0 ' + job.width + " " +
      total + '" role="img" aria-label="' + escaped(figure.title) + '"><rect width="100%" height="100%" fill="#FFFFFF"/>' + title.svg +
      sub.svg + '<g transform="translate(0,' + top + ')">' + inner + "</g>" + foot.svg + "</svg>"
  };
}

function png(svg, height) {
  return new Promise(function (done, fail) {
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = 2 * job.width;
      canvas.height = 2 * height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      done(canvas.toDataURL("image/png"));
    };
    image.onerror = fail;
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  });
}

async function drawAll(asked) {
  job = asked;
  var missing = missingGlyphs(job.text, job.font), charts = [];
  for (var place = 0; !missing.length && place < job.figures.length; place++) {
    var figure = job.figures[place], plot = document.getElementById("plot");
    // A chart knows how it looks where there is room (page.js does the same).
    var layout = Object.assign({}, figure.layout, (figure.layout.meta || {}).wide, { width: job.width, autosize: false });
    var height = layout.height;
    await Plotly.newPlot(plot, figure.data, layout, { staticPlot: true });
    var inner = await Plotly.toImage(plot, { format: "svg", imageDataOnly: true, width: job.width, height: height });
    var whole = framed(figure, inner, height);
    charts.push({ svg: whole.svg, png: await png(whole.svg, whole.height) });
    Plotly.purge(plot);
  }
  return { missing: missing, charts: charts };
}

document.fonts.ready.then(function () { answerEach(drawAll); });
