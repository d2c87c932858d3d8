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
  /** Makes a Word document; `docx.js` sets it. */
  atlasDocument?: any;
  /** What the search looks in; `search-index.js` brings it. */
  atlasSearch?: any;
  /** The ranking of such an index; `search-ranking.js` sets it. */
  atlasRanking?: any;
}
