document.fonts.ready.then(function () {
  answer({ missing: missingGlyphs(job.text), height: Math.ceil(document.querySelector("main").getBoundingClientRect().height) });
});
