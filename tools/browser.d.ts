// What the type checker cannot know of the scripts in overrides/assets/atlas/: which element a selector gives, and that the
// page holds what a script asks for (the browser tests see to that).

interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}

interface Document {
  getElementById(id: string): any;
}

interface Window {
  /** The pages of a copy read from a folder; a script beside `offline.js` brings them. */
  atlasPages?: any[];
  /** The search of such a copy; `offline.js` sets it. */
  atlasOfflineSearch?: any;
}
