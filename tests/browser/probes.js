"use strict";
/** What a tester with a ruler would look at. Each probe answers with a list of faults in words; an empty list is good. */
window.probes = (() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const kind = typeof element.className === "string" && element.className ? `.${element.className.trim().split(/\s+/).join(".")}` : "";
    return `<${element.tagName.toLowerCase()}${id}${kind}> "${(element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  };
  /** Kept for screen readers only: clipped to a pixel or moved off the page on purpose. */
  const unseen = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      if (box.width <= 1 || box.height <= 1 || style.clipPath !== "none" || (style.clip !== "auto" && style.position === "absolute")) return true;
    }
    return false;
  };
  const leaves = () => [...document.querySelectorAll("h1,h2,h3,h4,p,li,td,th,dt,dd,label,legend,button,summary,select,input,figcaption,a.button")]
    .filter((one) => shown(one) && !unseen(one))
    .filter((one) => !one.querySelector("h1,h2,h3,h4,p,li,td,th,dt,dd,label,legend,button,summary,select,input,figcaption"));

  const sideways = () => {
    const wide = document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;
    if (wide <= 0) return [];
    const outside = (one) => one.getBoundingClientRect().right > innerWidth + 1 || (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "visible");
    const guilty = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility() && outside(one));
    return [`the page is ${wide} px too wide: ${guilty.slice(-3).map(name).join("; ")}`];
  };

  /** Pieces of text drawn over one another. The bar that stays at the edge of the window is not counted. */
  const overlaps = () => {
    const fixed = (one) => { for (let at = one; at; at = at.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return true; return false; };
    const boxes = leaves().filter((one) => !fixed(one)).map((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const box = one.matches("input,select,button") ? one.getBoundingClientRect() : range.getBoundingClientRect();
      return { one, box };
    }).filter(({ box }) => box.width > 2 && box.height > 2);
    boxes.sort((a, b) => a.box.top - b.box.top);
    const found = [];
    for (let i = 0; i < boxes.length; i++)
      for (let j = i + 1; j < boxes.length && boxes[j].box.top < boxes[i].box.bottom - 3; j++) {
        const [a, b] = [boxes[i], boxes[j]];
        if (a.one.contains(b.one) || b.one.contains(a.one)) continue;
        if (Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 3 && Math.min(a.box.bottom, b.box.bottom) - b.box.top > 3)
          found.push(`${name(a.one)} lies over ${name(b.one)}`);
      }
    return found;
  };

  /** Text cut off by the box that holds it. */
  const clipped = () => leaves().filter((one) => {
    const style = getComputedStyle(one);
    return !one.matches("input,select") && ["hidden", "clip"].includes(style.overflowX) && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
  }).map((one) => `${name(one)} is cut off`);

  const moving = () => [...document.querySelectorAll("*")].filter(shown).filter((one) => {
    const style = getComputedStyle(one);
    const seconds = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
    return Math.max(...seconds) > 0.011 || (one === document.documentElement && style.scrollBehavior === "smooth");
  }).map((one) => `${name(one)} moves`);

  /** Controls smaller than 24 by 24 CSS pixels, links in running text apart (WCAG 2.2, 2.5.8). */
  const small = () => [...document.querySelectorAll("a[href],button,select,summary,input")].filter((one) => shown(one) && !unseen(one)).filter((one) => {
    const target = one.matches("input[type=radio],input[type=checkbox]") ? one.closest("label") || document.querySelector(`label[for="${CSS.escape(one.id)}"]`) || one : one;
    const box = target.getBoundingClientRect();
    const inline = one.matches("a") && getComputedStyle(one).display === "inline";
    return !inline && (box.width < 24 || box.height < 24);
  }).map((one) => `${name(one)} is smaller than 24 px`);

  /** What has focus: can it be seen, is it marked, is it what would be clicked there? (WCAG 2.2, 2.4.7 and 2.4.11) */
  const focus = () => {
    const one = document.activeElement;
    if (!one || one === document.body) return [];
    const target = one.matches("input[type=radio],input[type=checkbox]") ? one.closest("label") || one : one;
    const box = target.getBoundingClientRect();
    const found = [];
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) found.push(`${name(one)} has focus outside the window`);
    else {
      const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 0), innerWidth - 1);
      const y = Math.min(Math.max((Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2, 0), innerHeight - 1);
      const top = document.elementFromPoint(x, y);
      if (top && !target.contains(top) && !top.contains(target)) found.push(`${name(one)} has focus below ${name(top)}`);
    }
    const marked = (element) => { const style = getComputedStyle(element); return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none"; };
    if (!one.matches("[tabindex='-1']") && !marked(one) && !marked(target) && !(one.nextElementSibling && marked(one.nextElementSibling))) found.push(`${name(one)} has focus and does not show it`);
    return found;
  };

  const ids = () => {
    const all = [...document.querySelectorAll("[id]")].map((one) => one.id);
    return all.filter((id, n) => all.indexOf(id) !== n).map((id) => `the id "${id}" is there twice`);
  };

  /** Pages that are not shown are set aside meanwhile: axe would walk through all of them to find that they are hidden. */
  const accessible = async () => {
    const asides = [...document.querySelectorAll("main > .page[hidden]")].map((page) => {
      const stand = page.cloneNode(false);
      page.replaceWith(stand);
      return [page, stand];
    });
    try {
      const result = await axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
      return result.violations.flatMap((one) => one.nodes.map((node) => `${one.id} (${one.impact}): ${node.target.join(" ")} ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ").slice(0, 160)}`));
    } finally {
      asides.forEach(([page, stand]) => stand.replaceWith(page));
    }
  };

  return { sideways, overlaps, clipped, moving, small, focus, ids, accessible, name, shown };
})();
