"""The stance categories of the codebook, with their subtypes and tiers."""

SUBTYPES = {
    "hedge": "possibility own_view attenuator dubitative",
    "booster": "certainty degree focus",
    "attitude": "eval_pos eval_neg affect alignment",
    "self_mention": "pron1sg poss1sg pred1sg pron1pl poss1pl pred1pl",
    "audience": "pron2 poss2 pred2 imperative q_particle q_word",
    "evidential": "indirective inference source quotative",
    "obligation": "necessity permission prohibition urging",
    "intention": "prospective lexical readiness desire optative",
    "negation": "verbal converb nominal existential response",
    "contrast": "connective concessive topic_shift",
    "-": "",
}
CATEGORIES = [category for category in SUBTYPES if category != "-"]
PERSON = ("self_mention", "audience")  # who speaks and who is spoken to
TIERS = {"tier A": ["self_mention", "audience", "evidential", "obligation", "intention", "negation", "contrast"]}
TIERS |= {"tier B": ["hedge", "booster"], "tier C": ["attitude"], "all": CATEGORIES}
