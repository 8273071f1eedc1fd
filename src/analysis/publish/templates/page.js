
(function () {
  "use strict";
  var PRINT_WIDTH = 906; // A4 less its margins is 680 CSS pixels; page.css prints charts at three quarters of their size
  var report = JSON.parse(document.getElementById("report-data").textContent);
  var plots = Array.prototype.slice.call(document.querySelectorAll(".plot"));

  function draw(plot) {
    var figure = report.figures[Number(plot.dataset.figure)];
    var layout = Object.assign({}, figure.layout, { template: report.template });
    return Plotly.newPlot(plot, figure.data, layout, report.config);
  }

  function save(name, type, text) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  // A cell that a spreadsheet would take for a formula becomes text; a signed number stays a number.
  function csvCell(cell) {
    var text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent;
    if (/^[=+\-@\t\r]/.test(text) && cell.dataset.value === undefined) { text = "'" + text; }
    return '"' + text.replace(/"/g, '""') + '"';
  }

  function download(button) {
    var exhibit = button.closest(".exhibit");
    if (button.dataset.download === "csv") {
      var lines = Array.prototype.map.call(exhibit.querySelectorAll("tr"), function (row) {
        return Array.prototype.map.call(row.cells, csvCell).join(",");
      });
      save(exhibit.id + ".csv", "text/csv;charset=utf-8", "\ufeff" + lines.join("\r\n") + "\r\n");
    } else {
      Plotly.toImage(exhibit.querySelector(".plot"), { format: "svg", imageDataOnly: true }).then(function (svg) {
        save(exhibit.id + ".svg", "image/svg+xml", svg);
      });
    }
  }

  function valueOf(row, column) {
    var cell = row.cells[column];
    var value = cell.dataset.value;
    return value === undefined ? cell.textContent : (isNaN(value) ? value : Number(value));
  }

  function sort(heading) {
    var table = heading.closest("table"), body = table.tBodies[0], column = heading.cellIndex;
    var down = heading.getAttribute("aria-sort") !== "descending";
    var numeric = !heading.classList.contains("text") && !heading.classList.contains("date");
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (a, b) {
      var left = valueOf(a, column), right = valueOf(b, column);
      if (numeric && typeof left !== typeof right) { return typeof left === "number" ? -1 : 1; }
      var order = typeof left === "number" ? left - right : String(left).localeCompare(String(right), document.documentElement.lang);
      return down ? -order : order;
    });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.forEach(function (row) { body.appendChild(row); });
  }

  function makeSortable(table) {
    if (table.tBodies[0].rows.length < 3) { return; }
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", function () { sort(heading); });
      heading.textContent = "";
      heading.appendChild(button);
    });
  }

  function resize(width) {
    plots.forEach(function (plot) {
      Plotly.relayout(plot, width ? { width: width, autosize: false } : { width: null, autosize: true });
    });
  }

  document.documentElement.classList.add("scripted");
  if (window.innerWidth < 720) { document.querySelector(".contents details").open = false; }
  Array.prototype.forEach.call(document.querySelectorAll("table"), makeSortable);
  Array.prototype.forEach.call(document.querySelectorAll(".tools"), function (tools) { tools.hidden = false; });
  Array.prototype.forEach.call(document.querySelectorAll("[data-download]"), function (button) {
    button.addEventListener("click", function () { download(button); });
  });
  window.addEventListener("beforeprint", function () { resize(PRINT_WIDTH); });
  window.addEventListener("afterprint", function () { resize(0); });
  Promise.all(plots.map(draw)).then(function () { document.documentElement.classList.add("drawn"); });
})();
