"""The organisation's seal on a PDF, and the check of it. Plain Python: nothing of Django, no network but the TSA's.

The seal is a PAdES signature (ETSI EN 319 142-1) at level B-B, or B-T where a time-stamping authority (RFC 3161) is
set: CMS with SHA-256 in the subfilter `ETSI.CAdES.detached`, certifying, with DocMDP 1 (no changes allowed).

pyHanko takes about a second to load, so modules that need it import it inside their functions: a web server that
starts, and every page but that of the check, do without.
"""
