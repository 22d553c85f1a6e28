/*
 * What is heavy and seldom changes is fetched from the app by the name of its content, once. Where the
 * app no longer keeps it, Python is asked to send it with the rest.
 */

import { answer } from "./streamlit.js";

const held = new Map();
const lacking = [];

async function fetched(digest) {
  const response = await fetch(`../../kept/${digest}`);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.arrayBuffer();
}

/** @param {string} digest - the name of the content
 *  @param {Uint8Array} sent - the content itself, if it came with the rest
 *  @returns {Promise<ArrayBuffer?>} nothing when it has been asked for and will come */
export function content(digest, sent) {
  if (sent) held.set(digest, Promise.resolve(sent.slice().buffer));
  if (!held.has(digest)) {
    held.set(digest, fetched(digest).catch(() => {
      held.delete(digest);
      lacking.push(digest);
      answer({ lacking });
      return null;
    }));
  }
  return held.get(digest);
}
