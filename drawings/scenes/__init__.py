"""Every scene, by the place of its file in modules/."""

from drawings.scenes import definitions, escalation, signs, stages

SCENES = {**signs.SCENES, **definitions.SCENES, **stages.SCENES, **escalation.SCENES}
