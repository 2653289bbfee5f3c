// Material starts its search worker and fetches the search index, more than all else together, on
// every page. Few readers of a page search: hold both back until somebody turns to the search field.
{
  const wanted = new Promise((resolve) => {
    document.addEventListener("focusin", (event) => {
      if (event.target.closest("[data-md-component='search']")) resolve();
    });
    if (new URLSearchParams(location.search).has("q")) resolve();
  });

  const { open, send } = XMLHttpRequest.prototype;
  const index = new WeakSet();

  XMLHttpRequest.prototype.open = function (method, url, ...others) {
    if (String(url).endsWith("/search/search_index.json")) index.add(this);
    return open.call(this, method, url, ...others);
  };

  XMLHttpRequest.prototype.send = function (body) {
    if (!index.has(this)) return send.call(this, body);
    wanted.then(() => send.call(this, body));
  };

  // Stands for a worker until one is wanted; what it is told meanwhile, the worker hears in order.
  const Started = window.Worker;
  window.Worker = class extends EventTarget {
    constructor(url, options) {
      super();
      this.started = wanted.then(() => {
        const worker = new Started(url, options);
        worker.addEventListener("message", ({ data }) => {
          this.dispatchEvent(new MessageEvent("message", { data }));
        });
        return worker;
      });
    }

    postMessage(message) {
      this.started.then((worker) => worker.postMessage(message));
    }

    terminate() {
      this.started.then((worker) => worker.terminate());
    }
  };
}
