"""Documents on paper: pages become a tree, the tree becomes PDF by way of Typst."""
