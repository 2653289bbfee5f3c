// What a page does beyond being read: tables that sort, and the controls above charts and reports.
// All of it is there without a script, as it came; what a page does not need is not loaded.
{
  const DRIVERS = { explore: () => import("./explore.js"), page: () => import("./report.js") };

  const start = async () => {
    number();
    const forms = [...document.querySelectorAll("form.sp-controls")];
    // A browser that reads pages from a disk lets no script read the numbers beside them.
    if (location.protocol === "file:") return forms.forEach((form) => form.remove());
    forms.forEach(prepare);
    const tables = document.querySelectorAll(".md-content table.sp-table");
    if (!tables.length) return;
    const { makeSortable } = await import("./sort.js");
    tables.forEach(makeSortable);
  };

  // What follows the controls, in the order in which the cube tells it: a table that is sorted later
  // keeps its numbers. In tables a number and its tooltip find each other here; ids of hundreds of
  // them would be a tenth of what a page weighs.
  const number = () => {
    document.querySelectorAll("[data-f]").forEach((element, at) => (element.dataset.f = at));
    document.querySelectorAll("td .sp-tip:not([id])").forEach((tip, at) => {
      tip.id = `sp-tip-in-table-${at}`;
      tip.previousElementSibling.setAttribute("aria-describedby", tip.id);
    });
  };

  const prepare = (form) => {
    offerComparison(form);
    let isDriven = false;
    const drive = async () => {
      if (isDriven) return;
      isDriven = true;
      const kind = form.closest(".sp-explore") ? "explore" : "page";
      try {
        const { drive } = await DRIVERS[kind]();
        await drive(form);
      } catch (error) {
        form.querySelector("output").textContent = "The numbers behind it could not be read.";
        throw error;
      }
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("focusin", drive);
    form.addEventListener("pointerenter", drive);
    const asked = new URLSearchParams(location.search);
    if ([...form.elements].some(({ name }) => name && asked.has(name))) drive();
  };

  // Whatever can be shown can be compared with; the page holds the list only once.
  const offerComparison = ({ elements }) => {
    const cuts = elements.show?.querySelectorAll("optgroup") ?? [];
    if (!elements.with) return;
    elements.with.append(new Option("whole company", "total:all"));
    elements.with.append(...[...cuts].map((cut) => cut.cloneNode(true)));
  };

  // Where the theme replaces pages without loading them, it says so.
  if (window.document$) window.document$.subscribe(start);
  else start();
}
