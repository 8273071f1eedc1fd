document.fonts.ready.then(function () {
  answerEach(function (job) {
    return { missing: missingGlyphs(job.text, job.font), height: Math.ceil(document.querySelector("main").getBoundingClientRect().height) };
  });
});
