// The preview's own script, never in a bundle: the page is loaded again when there is a newer one, and shows the place
// that the reader was at. The place is told by the heading above it, since what stands before it may have grown.
"use strict";
(() => {
  const KEPT = "sv-report-preview";
  const strip = document.querySelector(".preview");
  const news = strip.querySelector(".preview-news");
  const headings = () => [...document.querySelectorAll("main :is(h1, h2, h3, h4)")];
  const measure = () => document.documentElement.style.setProperty("--preview", `${strip.offsetHeight}px`);

  const place = () => {
    const above = headings().filter((one) => one.getBoundingClientRect().top <= strip.offsetHeight + 8).pop();
    const words = above ? above.textContent : "";
    return {
      words,
      nth: above ? headings().filter((one) => one.textContent === words).indexOf(above) : 0,
      below: above ? above.getBoundingClientRect().top : 0,
      top: window.scrollY,
      focus: document.activeElement ? document.activeElement.id : "",
    };
  };

  const goBack = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    sessionStorage.removeItem(KEPT);
    if (!kept) return;
    const focused = kept.focus && document.getElementById(kept.focus);
    if (focused) focused.focus({ preventScroll: true });
    const same = headings().filter((one) => one.textContent === kept.words);
    const heading = same[kept.nth] || same[0];
    const top = heading ? window.scrollY + heading.getBoundingClientRect().top - kept.below : kept.top;
    window.scrollTo({ top, behavior: "instant" });
  };

  const wait = async () => {
    for (;;) {
      try {
        const answer = await fetch(`news?after=${strip.dataset.number}`, { cache: "no-store" });
        if (!answer.ok) throw new Error(answer.status);
        const said = await answer.json();
        news.textContent = "";
        if (said.number > Number(strip.dataset.number)) {
          sessionStorage.setItem(KEPT, JSON.stringify(place()));
          location.reload();
          return;
        }
      } catch {
        news.textContent = "The preview has ended: this page does not change any more.";
        await new Promise((again) => setTimeout(again, 2000));
      }
    }
  };

  history.scrollRestoration = "manual";
  measure();
  new ResizeObserver(measure).observe(strip);
  goBack();
  wait();
})();
