(function () {
  "use strict";
  // Written for browsers of 2020: nothing newer than ES2015 (tests/publish/test_old_browsers.py looks).
  var PAPER_WIDTH = 680, PRINT_WIDTH = 860; // A4 less its margins in CSS pixels; charts are printed a little smaller
  var ROOM_FOR_NAMES = 560; // charts at least this wide take the layout that their meta calls wide
  var PICTURE_WIDTH = 960;
  var report = JSON.parse(document.getElementById("report-data").textContent);
  report.figures = whole(report.figures);
  var plots = all(".plot");

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  // What publish/packing.py wrote short: objects in columns.
  function whole(short) {
    if (Array.isArray(short)) { return short.map(whole); }
    if (short === null || typeof short !== "object") { return short; }
    if ("$runs" in short) { return [].concat.apply([], short.$runs.map(objects)); }
    var found = {};
    Object.keys(short).forEach(function (key) { found[key] = whole(short[key]); });
    return found;
  }

  function objects(run) {
    var each = whole(run.each), found = [];
    for (var i = 0; i < run.n; i += 1) {
      found.push(whole(run.same));
      Object.keys(each).forEach(function (key) { found[i][key] = each[key][i]; });
    }
    return found;
  }

  function figureOf(plot) {
    return report.figures[Number(plot.dataset.figure)];
  }

  function layoutFor(figure, width) {
    var meta = figure.layout.meta || {};
    return Object.assign({}, figure.layout, width >= ROOM_FOR_NAMES ? meta.wide : {}, { template: report.template });
  }

  function draw(plot, width) {
    var figure = figureOf(plot);
    var layout = layoutFor(figure, width || plot.parentNode.clientWidth);
    if (width) { Object.assign(layout, { width: width, autosize: false }); }
    plot.style.height = layout.height + "px";
    return Plotly.react(plot, figure.data, layout, report.config).then(function () {
      if (!plot.dataset.ready) {
        plot.dataset.ready = "yes";
        plot.on("plotly_click", function (event) { mark(event.points[0].customdata); });
        if (marked) { markIn(plot); }
      }
    });
  }

  // --- one county marked in every chart and table that has it

  var marked = null;

  function mark(key) {
    if (!key) { return; }
    marked = key === marked ? null : key;
    plots.filter(function (plot) { return plot.dataset.ready; }).forEach(markIn);
    all("tr[data-key]").forEach(function (row) {
      var is = row.dataset.key === marked;
      row.classList.toggle("marked", is);
      var button = row.querySelector("th button");
      if (button) { button.setAttribute("aria-pressed", String(is)); }
    });
  }

  function markIn(plot) {
    var figure = figureOf(plot);
    figure.data.forEach(function (trace, index) {
      if (trace.type !== "bar" || !trace.customdata) { return; }
      var place = trace.customdata.indexOf(marked);
      Plotly.restyle(plot, { selectedpoints: [place < 0 ? null : [place]], "unselected.marker.opacity": 0.35 }, [index]);
    });
  }

  function makeMarkable(table) {
    all("tbody tr[data-key]", table).forEach(function (row) {
      var known = row.dataset.key && plots.some(function (plot) {
        return figureOf(plot).data.some(function (trace) { return trace.customdata && trace.customdata.indexOf(row.dataset.key) >= 0; });
      });
      if (!known) { return; }
      var button = wrapIn(row.cells[0], function () { mark(row.dataset.key); });
      button.setAttribute("aria-pressed", "false");
    });
  }

  function wrapIn(cell, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    button.addEventListener("click", act);
    cell.textContent = "";
    cell.appendChild(button);
    return button;
  }

  // --- downloads: made here, so that they need no network

  function save(name, blob) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  // A cell that a spreadsheet would take for a formula becomes text; a signed number stays a number.
  function csvCell(cell) {
    var text = cell.dataset.value !== undefined ? cell.dataset.value : textOf(cell);
    if (/^[=+\-@\t\r]/.test(text) && cell.dataset.value === undefined) { text = "'" + text; }
    return '"' + text.replace(/"/g, '""') + '"';
  }

  function textOf(cell) {
    var drawn = cell.querySelector("svg");
    return drawn ? drawn.getAttribute("aria-label") : cell.textContent;
  }

  function download(button) {
    var exhibit = button.closest(".exhibit"), kind = button.dataset.download;
    if (kind === "csv") {
      var lines = all("tr", exhibit).map(function (row) {
        return Array.prototype.map.call(row.cells, csvCell).join(",");
      });
      save(exhibit.id + ".csv", new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" }));
    } else {
      picture(exhibit, kind).then(function (blob) { save(exhibit.id + "." + kind, blob); });
    }
  }

  // The chart with its title above and its source below: a picture is passed on without its page.
  function picture(exhibit, kind) {
    var plot = exhibit.querySelector(".plot"), figure = figureOf(plot), meta = figure.layout.meta || {};
    var width = Math.max(PICTURE_WIDTH, meta.minimum_width || 0);
    var layout = layoutFor(figure, width), margin = Object.assign({}, report.template.layout.margin, layout.margin);
    var title = lines(exhibit.querySelector("h3").textContent, Math.floor(width / 11));
    var pieces = all(".subtitle span", exhibit).map(function (piece) { return piece.textContent; });
    var sub = lines(pieces.join(" · "), Math.floor(width / 7.5));
    var source = lines(all(".note:not(.on-paper), .source", exhibit).map(function (line) { return line.textContent; }).join(" "), Math.floor(width / 6.5));
    var head = 24 + 27 * title.length + 20 * sub.length, foot = 16 + 18 * source.length;
    var words = [
      { text: "<b>" + title.join("<br>") + "</b>", font: { size: 20 }, y: 1, yanchor: "top", yshift: margin.t + head - 14 },
      { text: sub.join("<br>"), font: { size: 14, color: "#565B60" }, y: 1, yanchor: "top", yshift: margin.t + head - 18 - 27 * title.length },
      { text: source.join("<br>"), font: { size: 12, color: "#565B60" }, y: 0, yanchor: "top", yshift: -margin.b - 4 }
    ].map(function (note) {
      return Object.assign({ showarrow: false, xref: "paper", yref: "paper", x: 0, xanchor: "left", align: "left" }, note);
    });
    var left = (plot._fullLayout ? plot._fullLayout._size.l : margin.l) - 16;
    words.forEach(function (note) { note.xshift = -left; });
    Object.assign(layout, {
      width: width, height: layout.height + head + foot, autosize: false,
      margin: Object.assign({}, margin, { t: margin.t + head, b: margin.b + foot, l: Math.max(margin.l, 16) }),
      annotations: (layout.annotations || []).concat(words)
    });
    var drawn = { data: figure.data, layout: layout, config: { staticPlot: true } };
    return Plotly.toImage(drawn, { format: kind, width: width, height: layout.height, scale: kind === "png" ? 2 : 1, imageDataOnly: true })
      .then(function (data) {
        if (kind === "svg") { return new Blob([data], { type: "image/svg+xml" }); }
        var bytes = atob(data), array = new Uint8Array(bytes.length);
        for (var i = 0; i < bytes.length; i += 1) { array[i] = bytes.charCodeAt(i); }
        return new Blob([array], { type: "image/png" });
      });
  }

  // Text in lines of so many half-widths; a Chinese character takes two. Escaped, because plotly reads a little HTML.
  function lines(text, most) {
    var found = [""], used = 0;
    (text.match(/[!-~]+ ?|[^]/g) || []).forEach(function (piece) {
      var width = /^[\u0000-\u024f\u2000-\u206f]/.test(piece) ? piece.length : 2;
      if (used + width > most) { found.push(""); used = 0; }
      found[found.length - 1] += piece;
      used += width;
    });
    return found.map(function (line) { return line.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); });
  }

  // --- tables that sort

  function valueOf(row, column, numeric) {
    var cell = row.cells[column];
    var value = cell.dataset.value === undefined ? cell.textContent : cell.dataset.value;
    return numeric && !isNaN(value) ? Number(value) : value;
  }

  function sort(heading) {
    var table = heading.closest("table"), body = table.tBodies[0], column = heading.cellIndex;
    var down = heading.getAttribute("aria-sort") !== "descending";
    var numeric = !/text|short|wordy|broken|date/.test(heading.className);
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (a, b) {
      var left = valueOf(a, column, numeric), right = valueOf(b, column, numeric);
      if (numeric && typeof left !== typeof right) { return typeof left === "number" ? -1 : 1; }
      var order = typeof left === "number" ? left - right : String(left).localeCompare(String(right), document.documentElement.lang);
      return down ? -order : order;
    });
    all("th", table.tHead).forEach(function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.forEach(function (row) { body.appendChild(row); });
  }

  function makeSortable(table) {
    if (table.tBodies[0].rows.length < 3) { return; }
    all("th:not(.way)", table.tHead).forEach(function (heading) {
      wrapIn(heading, function () { sort(heading); });
    });
  }

  // --- the contents list says where the reader is

  function follow() {
    var links = all(".contents a");
    var targets = links.map(function (link) { return document.querySelector(link.getAttribute("href")); });
    function update() {
      var here = -1;
      targets.forEach(function (target, i) { if (target && target.getBoundingClientRect().top < 120) { here = i; } });
      links.forEach(function (link, i) {
        link.classList.toggle("here", i === here);
        if (i === here) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
      });
    }
    window.addEventListener("scroll", update, { passive: true });
    update();
  }

  // --- folded parts: their charts are drawn when they are opened

  var folds = all("details.fold"), printing = false;

  function isShown(plot) {
    return !plot.closest("details.fold:not([open])");
  }

  function drawShown() {
    return Promise.all(plots.filter(isShown).map(function (plot) { return draw(plot); }));
  }

  // Charts follow the width of the page by themselves, but for those that look different where there is room.
  function redraw() {
    plots.filter(isShown).forEach(function (plot) {
      if ((figureOf(plot).layout.meta || {}).wide) { draw(plot); }
    });
  }

  function unfold(address) {
    var target = address.length > 1 && document.getElementById(decodeURIComponent(address.slice(1)));
    var fold = target && (target.closest("details.fold") || target.querySelector("details.fold"));
    if (fold) { fold.open = true; }
  }

  function makeFolds() {
    folds.forEach(function (fold) {
      fold.open = false;
      fold.addEventListener("toggle", function () {
        if (fold.open && !printing) { all(".plot", fold).forEach(function (plot) { draw(plot); }); }
      });
    });
    all(".contents a").forEach(function (link) {
      link.addEventListener("click", function () { unfold(link.getAttribute("href")); });
    });
    window.addEventListener("hashchange", function () { unfold(location.hash); });
    unfold(location.hash);
    var button = document.querySelector(".unfold");
    button.hidden = !folds.length;
    button.addEventListener("click", function () { folds.forEach(function (fold) { fold.open = true; }); });
  }

  // --- start

  // A page without the script that it shares shows what it shows with scripts off: words and tables.
  if (typeof Plotly === "undefined") { return; }
  document.documentElement.classList.add("scripted");
  if (window.innerWidth < 1152) { document.querySelector(".contents details").open = false; }
  all("details.data").forEach(function (details) { details.open = false; }); // without a script they stay open
  all("table").forEach(makeSortable);
  all("table[data-linked]").forEach(makeMarkable);
  all(".tools").forEach(function (tools) { tools.hidden = false; });
  all("[data-download]").forEach(function (button) {
    button.addEventListener("click", function () { download(button); });
  });
  makeFolds();
  follow();
  var closed = [], lists = all(".list details.data");
  window.addEventListener("beforeprint", function () {
    printing = true;
    closed = folds.concat(lists).filter(function (fold) { return !fold.open; });
    closed.forEach(function (fold) { fold.open = true; });
    plots.forEach(function (plot) {
      var least = (figureOf(plot).layout.meta || {}).minimum_width || 0;
      var width = Math.max(PRINT_WIDTH, least);
      plot.style.zoom = PAPER_WIDTH / width;
      plot.style.width = width + "px";
      draw(plot, width);
    });
  });
  window.addEventListener("afterprint", function () {
    printing = false;
    closed.forEach(function (fold) { fold.open = false; });
    plots.forEach(function (plot) { plot.style.zoom = plot.style.width = ""; });
    drawShown();
  });
  var width = window.innerWidth;
  window.addEventListener("resize", function () {
    if (window.innerWidth !== width) { width = window.innerWidth; redraw(); }
  });
  drawShown().then(function () {
    document.documentElement.classList.add("drawn");
  });
})();
