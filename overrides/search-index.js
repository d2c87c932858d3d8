window.atlasSearch = {{ index }};
