// What the page knows before the app is there: its language, its brand and whether somebody may be logged in. Starts the
// app, and meanwhile asks the server what the app will ask first.
(() => {
  const root = document.documentElement;
  const portal = JSON.parse(document.getElementById("portal").textContent);
  let english = false;
  try {
    english = localStorage.getItem("locale") === "en";
  } catch {
    // A browser that keeps nothing has no choice to remember.
  }
  root.lang = english ? "en" : "ja";
  const early = (globalThis.madoguchiEarly = {});
  const ask = (address) => {
    early[address] = fetch(address, { headers: { accept: "application/json, */*;q=0.1" } });
    // Whoever takes it hears of the error.
    early[address].catch(() => {});
  };
  const preload = (name) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: `/assets/${name}` });
    document.head.append(link);
  };
  if (portal) {
    root.style.setProperty("--brand", portal.color);
    document.title = english ? portal.name.en : portal.name.ja;
    const home = `/${portal.key}`;
    if (document.cookie.split("; ").includes(`madoguchi-signed-in-${portal.key}=1`)) {
      root.classList.add("signed-in");
      ask(`/api/v1${home}/session`);
      if (location.pathname.replace(/\/$/, "") === home) ["{{home}}"].forEach(preload);
    }
  }
  const wasm = "/assets/{{wasm}}";
  import("/assets/{{script}}").then(({ default: start }) => start({ module_or_path: new URL(wasm, location.origin) }));
})();
