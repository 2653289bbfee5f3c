// Material fetches the search index, most of a site's weight, and builds it anew on every page.
// Few readers of a page search: hold the request back until somebody turns to the search field.
{
  const { open, send } = XMLHttpRequest.prototype;
  const index = new WeakSet();

  const wanted = new Promise((resolve) => {
    document.addEventListener("focusin", (event) => {
      if (event.target.closest("[data-md-component='search']")) resolve();
    });
    if (new URLSearchParams(location.search).has("q")) resolve();
  });

  XMLHttpRequest.prototype.open = function (method, url, ...others) {
    if (String(url).endsWith("/search/search_index.json")) index.add(this);
    return open.call(this, method, url, ...others);
  };

  XMLHttpRequest.prototype.send = function (body) {
    if (!index.has(this)) return send.call(this, body);
    wanted.then(() => send.call(this, body));
  };
}
