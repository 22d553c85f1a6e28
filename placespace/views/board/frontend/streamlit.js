/*
 * Talking with Streamlit: what the page is sent, and the one value it sends back, the last action with its time.
 */

function post(type, data) {
  window.parent.postMessage({ isStreamlitMessage: true, type, ...data }, "*");
}

let latest = 0;

/** Send an action under a time later than any before, whatever this computer's clock says; return the time. */
export function answer(action, taken) {
  latest = Math.max(Date.now(), latest + 1, taken + 1);
  post("streamlit:setComponentValue", { value: { action: { ...action, at: latest } }, dataType: "json" });
  return latest;
}

const COLOURS = {
  "--ink": "textColor", "--paper": "backgroundColor", "--soft": "secondaryBackgroundColor", "--accent": "primaryColor",
};

/** Begin: `render` is given the arguments each time they change. */
export function listen(render) {
  new ResizeObserver(() => {
    post("streamlit:setFrameHeight", { height: Math.ceil(document.body.getBoundingClientRect().height) + 2 });
  }).observe(document.body);
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data.type !== "streamlit:render") return;
    const { theme } = data;
    const { style } = document.documentElement;
    if (theme) {
      for (const [name, key] of Object.entries(COLOURS)) if (theme[key]) style.setProperty(name, theme[key]);
      style.colorScheme = theme.base === "dark" ? "dark" : "light";
    }
    render(data.args);
  });
  post("streamlit:componentReady", { apiVersion: 1 });
}
