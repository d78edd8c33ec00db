"""Documents to search in, with questions and the passages that answer them.

Every document has a chapter for each topic of its kind. A topic has one passage that answers, between others of the same
document and the same passages, with other values, in all documents of the kind. Each question is of one of two forms: "literal"
uses the words of the passage, "paraphrase" avoids them as a person would who hasn't read it.
"""

import json
import random
import textwrap

WIDTH = 88

# A heading, the passage, what else the chapter says, and questions by form. {braces} are drawn for each document.
MANUAL = [
    ("Installation", "Place the {thing} on a level surface that can bear {n1} kg. Leave {n2} cm of free space at the back so that warm air can escape.",
     "The packaging material can be recycled. Two people should carry the appliance.",
     [("paraphrase", "How much gap behind the {name} is required for ventilation?"), ("literal", "What weight must the level surface for the {name} bear?")]),
    ("Electrical connection", "Connect the plug to an earthed socket of {n3} volts. The circuit must be protected by a fuse of {n4} amperes.",
     "Extension leads are not permitted. Have repairs done by an electrician.",
     [("paraphrase", "Which breaker rating does the mains supply of the {name} need?"), ("literal", "To which voltage of earthed socket is the plug of the {name} connected?")]),
    ("Cleaning", "Rinse the filter under running water every {n5} days. Let it dry completely before it is put back.",
     "Wipe the housing with a damp cloth. Solvents damage the paint.",
     [("paraphrase", "How often does the mesh of the {name} have to be washed?"), ("literal", "Must the filter of the {name} dry before it is put back?")]),
    ("Descaling", "When the lamp marked with a drop turns {colour}, lime has built up. Run the programme with {n6} ml of citric acid dissolved in a litre of water.",
     "Hard water makes this necessary more often. Vinegar attacks the seals.",
     [("paraphrase", "What is the remedy against calcium deposits in the {name}?"), ("paraphrase", "Which hue of the indicator warns of limescale in the {name}?")]),
    ("Faults", "Code E{n7} means that the door isn't shut. Press it until the latch clicks, then start again.",
     "If a fault stays, note its code and the serial number. Do not open the housing.",
     [("literal", "What does code E{n7} mean on the {name}?"), ("paraphrase", "The {name} refuses to run because its hatch is ajar. What should I do?")]),
    ("Storage", "Empty the tank before frost. Below {n8} degrees the pump can burst.",
     "Cover the appliance against dust. Wind the cable loosely.",
     [("paraphrase", "Can the {name} be left outdoors in winter with liquid inside?"), ("literal", "Below how many degrees can the pump of the {name} burst?")]),
    ("Spare parts", "Seals and belts wear out and are kept for {n9} years after the last unit was sold. Order them by the number on the type plate.",
     "Parts by other makers may not fit. Old oil belongs to the collection point.",
     [("paraphrase", "For how long will replacement components of the {name} be obtainable?"), ("literal", "By which number are seals and belts of the {name} ordered?")]),
    ("Warranty", "Defects that appear within {n10} months are mended free of charge. Damage by falls is excluded.",
     "Keep the receipt. The maker may exchange the appliance instead.",
     [("paraphrase", "Does the guarantee of the {name} pay when I dropped it?"), ("literal", "Within how many months are defects of the {name} mended free of charge?")]),
]

POLICY = [
    ("Working hours", "Everybody is reachable between {n1} and {n2} o'clock. The rest of the day may be arranged freely with the team.",
     "Times are entered in the calendar. Meetings end five minutes early.",
     [("paraphrase", "What are the core times of presence at {name}?"), ("literal", "Between which hours is everybody at {name} reachable?")]),
    ("Annual leave", "Employees have {n3} days off with pay in each calendar year. Up to {n4} unused days pass over into the next one and lapse at the end of March.",
     "Requests are made two weeks ahead. Managers answer within three days.",
     [("paraphrase", "How much vacation does staff of {name} get?"), ("paraphrase", "When does carried over holiday expire at {name}?")]),
    ("Illness", "Tell your manager before nine in the morning when you can't come. A doctor's note is needed from day {n5} on.",
     "Get well before you return. Appointments can be in working time.",
     [("paraphrase", "After how much sick time must a medical certificate be handed in at {name}?"), ("literal", "Before what time does {name} want managers to be told that somebody can't come?")]),
    ("Travel", "Trains are booked in second class. A night in a hotel may cost {n6} euros, breakfast included.",
     "Book early. Points may be kept.",
     [("paraphrase", "What is the ceiling for accommodation on business trips at {name}?"), ("literal", "In which class does {name} book trains?")]),
    ("Expenses", "Hand in receipts within {n7} days. The amount is paid with the next salary.",
     "Private purchases are not reimbursed. Tips count up to a tenth.",
     [("paraphrase", "What is the deadline to claim money back at {name}?"), ("literal", "With what is the amount of receipts paid at {name}?")]),
    ("Passwords", "A password has at least {n8} characters and is never written down. A second factor is asked for on every new device.",
     "Lock the screen when you leave. Report lost keys at once.",
     [("paraphrase", "How long do login secrets have to be at {name}?"), ("literal", "When does {name} ask for a second factor?")]),
    ("Home office", "Up to {n9} days a week may be worked from home. The company lends a screen and a chair.",
     "Confidential calls need a closed door. The network is checked once.",
     [("paraphrase", "Which furniture does {name} provide for remote workers?"), ("literal", "How many days a week may be worked from home at {name}?")]),
    ("Notice", "After the trial period either side can end the contract with {n10} weeks' notice to the end of a month. It must be in writing.",
     "Laptops are returned on the last day. A reference is written on request.",
     [("paraphrase", "How does one resign from {name}, and how far ahead?"), ("literal", "Must notice at {name} be in writing?")]),
]

LEASE = [
    ("Rent", "The rent is {n1} euros a month without heating. It is due on day {n2} of each month in advance.",
     "Bank charges are the tenant's. Receipts are given on request.",
     [("paraphrase", "How expensive is living at {name} before utilities?"), ("literal", "On which day of each month is the rent for {name} due in advance?")]),
    ("Deposit", "The tenant pays {n3} months' rent as security before moving in. It is returned with interest within {n4} weeks after the keys are handed over.",
     "A bank guarantee is accepted. Deductions are itemised.",
     [("paraphrase", "When do I get my bond for {name} back?"), ("literal", "How many months' rent does the tenant of {name} pay as security?")]),
    ("Heating", "The landlord keeps the rooms at {n5} degrees from October to April. Meters are read once a year.",
     "Radiators must not be covered. Windows are aired briefly.",
     [("paraphrase", "How warm will the flat at {name} be during the cold season?"), ("literal", "How often are meters at {name} read?")]),
    ("Pets", "Small animals in cages are allowed. A dog or cat over {n6} kg needs written consent.",
     "The stairs are kept clean. Noise is to be avoided after ten.",
     [("paraphrase", "May I keep a large hound at {name}?"), ("literal", "Which small animals are allowed at {name}?")]),
    ("Repairs", "The tenant bears small repairs up to {n7} euros each. Everything above is the landlord's.",
     "Defects are reported at once. Access is granted by appointment.",
     [("paraphrase", "Who pays when something minor breaks at {name}?"), ("literal", "Up to how many euros does the tenant of {name} bear small repairs?")]),
    ("Subletting", "Rooms may be passed on to others only with consent. A refusal is explained within {n8} days.",
     "Visitors may stay for six weeks. Names on the bell are changed by the caretaker.",
     [("paraphrase", "Can I take in a lodger at {name}?"), ("literal", "Within how many days is a refusal explained at {name}?")]),
    ("Parking", "Space number {n9} in the yard belongs to the flat. Charging an electric car there costs {n10} cents a kilowatt hour.",
     "Trailers aren't permitted. Bicycles stand in the cellar.",
     [("paraphrase", "What is the tariff to load a battery vehicle at {name}?"), ("literal", "Which space number in the yard belongs to the flat at {name}?")]),
    ("Moving out", "Walls are returned in {colour} or white. The flat is handed over swept, with all {n11} keys.",
     "Carpets laid by the tenant are removed. A record is signed by both.",
     [("paraphrase", "Do I have to repaint at {name} before leaving?"), ("literal", "With how many keys is the flat at {name} handed over?")]),
]

NAMES = {
    "manual": ("Operating manual", MANUAL, ["Corvan K210", "Corvan K310", "Tellis Aqua 4", "Tellis Aqua 7", "Brimstad Pro", "Brimstad Mini", "Ostrel V8"],
               ["washer", "dryer", "coffee machine", "dishwasher", "steam oven", "washer", "pressure cooker"]),
    "policy": ("Staff handbook", POLICY, ["Halden Freight", "Halden Marine", "Quill and Sons", "Norvik Dairy", "Norvik Paper", "Pellam Optics", "Sorrel Foods"], [""] * 7),
    "lease": ("Tenancy agreement", LEASE, ["12 Alder Row", "14 Alder Row", "3 Mill Court", "5 Mill Court", "27 Harbour Lane", "8 Castle Mews", "41 Orchard Hill"], [""] * 7),
}


def _values(rng, thing):
    values = {f"n{i}": rng.randint(2, 9) * rng.choice([1, 3, 5, 10]) + i for i in range(1, 12)}
    return {**values, "colour": rng.choice(["amber", "violet", "cream", "turquoise"]), "thing": thing or "thing"}


def _document(id, title, name, topics, values):
    lines = [f"# {title}: {name}", ""]
    for number, (heading, passage, rest, _) in enumerate(topics):
        if number % 4 == 0 and number:
            lines.append("\f")
        paragraphs = [passage.format(name=name, **values), rest]
        if number % 3 == 2:
            paragraphs.reverse()
        lines += [f"# {heading}: {name}", ""]
        for paragraph in paragraphs:
            lines += textwrap.wrap(paragraph, WIDTH) + [""]
    return "\n".join(lines).replace("\n\f\n", "\f") + "\n"


def contents():
    """Path to bytes of the documents and of the list of questions."""
    rng = random.Random(20251101)
    out, questions = {}, []
    for kind, (title, topics, names, things) in NAMES.items():
        for name, thing in zip(names, things):
            id = f"{kind}-{name.lower().replace(' ', '-')}"
            values = _values(rng, thing)
            out[f"retrieval/{id}.txt"] = _document(id, title, name, topics, values).encode()
            for heading, passage, _, forms in topics:
                for form, question in forms:
                    questions.append({
                        "id": f"{id}-{len(questions):03}", "document": id, "form": form,
                        "question": question.format(name=name, **values), "passage": passage.format(name=name, **values)})
    out["retrieval/questions.json"] = (json.dumps(questions, ensure_ascii=False, indent=1) + "\n").encode()
    return out
