"""Apply the fixes that findings carry to the text of a spec, and judge whether the text is better for it.

Text in, text out: `wfc.cli.fixing` reads and writes. The only package that imports libcst, which keeps every comment,
space and line end that an edit does not touch; imported when somebody asks for fixes, never to check or to build.
"""

from wfc.fixes.apply import Applied, apply_fixes
from wfc.fixes.judge import changed_regions, is_worse

__all__ = ["Applied", "apply_fixes", "changed_regions", "is_worse"]
