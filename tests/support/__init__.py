"""What tests are made with: small projects, built sites, a server, and readers of finished pages."""
