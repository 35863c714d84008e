"""The coordinators' desk as a site: its dashboard, its panels, its look."""
