/*
 * Talking with Streamlit: what the page is sent, and the one value it sends back. That value holds
 * the last click and the last drawing together, each with its time, so that neither hides the other.
 */

function post(type, data) {
  window.parent.postMessage({ isStreamlitMessage: true, type, ...data }, "*");
}

const value = { index: null, digest: null, at: 0, drawing: null };
let latest = 0;

/** Hold for times at least as late as these, whatever this computer's clock says. */
export function after(...times) {
  latest = Math.max(latest, ...times);
}

/** A time in milliseconds, later than any given before. */
export function now() {
  latest = Math.max(Date.now(), latest + 1);
  return latest;
}

/** Send the parts of the value that are new. */
export function answer(parts) {
  Object.assign(value, parts);
  post("streamlit:setComponentValue", { value, dataType: "json" });
}

/** Begin: `render` is given the arguments each time they change. */
export function listen(render) {
  new ResizeObserver(() => {
    post("streamlit:setFrameHeight", { height: Math.ceil(document.body.getBoundingClientRect().height) + 2 });
  }).observe(document.body);
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data.type !== "streamlit:render") return;
    const binary = Object.fromEntries((data.dfs ?? []).map(({ key, value: bytes }) => [key, bytes]));
    const { theme } = data;
    if (theme) {
      document.documentElement.style.setProperty("--ink", theme.textColor);
      document.documentElement.style.setProperty("--paper", theme.backgroundColor);
    }
    render({ ...data.args, ...binary });
  });
  post("streamlit:componentReady", { apiVersion: 1 });
}
