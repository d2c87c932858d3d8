// A Word document from a few kinds of blocks, made in the browser: nothing is sent anywhere.
// Office Open XML (ECMA-376) in a zip archive without compression (APPNOTE.TXT 6.3).
(() => {
  "use strict";
  const encoder = new TextEncoder();
  const escaped = (text) =>
    text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const OFFICE = "http://schemas.openxmlformats.org/";
  const WORD = `xmlns:w="${OFFICE}wordprocessingml/2006/main"`;
  const SIZES = { title: 36, heading: 26, text: 22 };

  const run = (text, bold, size) =>
    `<w:r><w:rPr>${bold ? "<w:b/>" : ""}<w:sz w:val="${size}"/></w:rPr><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  const paragraph = ({ kind = "text", name = "", text }) => {
    const head = kind !== "text";
    const runs = (name ? run(`${name}: `, true, SIZES.text) : "") + run(text, head, SIZES[kind]);
    const before = `${head ? "<w:keepNext/>" : ""}<w:spacing w:before="${head ? 240 : 0}" w:after="120"/>`;
    const level = head ? `<w:outlineLvl w:val="${kind === "title" ? 0 : 1}"/>` : "";
    return `<w:p><w:pPr>${before}${level}</w:pPr>${runs}</w:p>`;
  };

  const checksums = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  const checksum = (bytes) => {
    let value = -1;
    for (const byte of bytes) value = (value >>> 8) ^ checksums[(value ^ byte) & 255];
    return (value ^ -1) >>> 0;
  };
  const numbers = (...pairs) => {
    const bytes = [];
    for (const [size, value] of pairs) for (let at = 0; at < size; at++) bytes.push((value >>> (8 * at)) & 255);
    return Uint8Array.from(bytes);
  };
  const zip = (files) => {
    const parts = [];
    const list = [];
    let offset = 0;
    for (const [path, text] of files) {
      const name = encoder.encode(path);
      const content = encoder.encode(text);
      // Version 2.0, no compression, 1 January 1980.
      const about = [[2, 20], [2, 0], [2, 0], [2, 0], [2, 33], [4, checksum(content)], [4, content.length], [4, content.length], [2, name.length], [2, 0]];
      const local = numbers([4, 0x04034b50], ...about);
      parts.push(local, name, content);
      list.push(numbers([4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
      offset += local.length + name.length + content.length;
    }
    const size = list.reduce((sum, part) => sum + part.length, 0);
    const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]);
    return new Blob([...parts, ...list, end], { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" });
  };

  /** Blocks, each `{kind: "title" | "heading" | "text", name, text}`, in a language (BCP 47) → the document. */
  window.atlasDocument = (blocks, language) => {
    const body = blocks.map(paragraph).join("");
    return zip([
      ["[Content_Types].xml", `${HEAD}<Types xmlns="${OFFICE}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`],
      ["_rels/.rels", `${HEAD}<Relationships xmlns="${OFFICE}package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`],
      ["word/_rels/document.xml.rels", `${HEAD}<Relationships xmlns="${OFFICE}package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`],
      ["word/styles.xml", `${HEAD}<w:styles ${WORD}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:lang w:val="${escaped(language)}"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`],
      ["word/document.xml", `${HEAD}<w:document ${WORD}><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr></w:body></w:document>`],
    ]);
  };
})();
