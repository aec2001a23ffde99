// What the rules of a form say of its answers, in three values: true, false, null (cannot tell yet).
//
// The twin of `questionnaires/evaluation.py`: both answer the same to every case of `tests/questionnaires/cases.json`. A change here is a
// change there and a case more. Numbers are exact rationals, as [numerator, denominator] of BigInt in lowest terms.

const NUMBER = /^([+-]?)([0-9]{1,40})(?:\.([0-9]{1,40}))?(?:[eE]([+-]?[0-9]{1,3}))?$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const LIGATURES = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", "’": "'" };
const COMPARISONS = new Set(["eq", "ne", "lt", "le", "gt", "ge"]);
const OTHER = "other";

const isText = (value) => typeof value === "string";
const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (map, key) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined);

/** The text as equality and `contains` see it: without case, accents, ligatures or double spaces. */
export function folded(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[œæßøłđ’]/g, (letter) => LIGATURES[letter])
    .replace(/[ \t\n\r\f\v]+/g, " ")
    .replace(/^ +| +$/g, "");
}

// --- Rationals -----------------------------------------------------------------------------------------------
class Rational {
  constructor(numerator, denominator = 1n) {
    if (denominator < 0n) [numerator, denominator] = [-numerator, -denominator];
    const common = divisor(numerator < 0n ? -numerator : numerator, denominator) || 1n;
    this.numerator = numerator / common;
    this.denominator = denominator / common;
  }
  plus(other) {
    return new Rational(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }
  minus(other) {
    return this.plus(new Rational(-other.numerator, other.denominator));
  }
  times(other) {
    return new Rational(this.numerator * other.numerator, this.denominator * other.denominator);
  }
  over(other) {
    return new Rational(this.numerator * other.denominator, this.denominator * other.numerator);
  }
  /** Below, at or above zero when this is less than, equal to or more than the other. */
  against(other) {
    const difference = this.numerator * other.denominator - other.numerator * this.denominator;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }
  toString() {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }
}

function divisor(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

/** A JSON number or the text of a decimal, exactly; null for anything else. */
export function rational(value) {
  if (!isText(value) && typeof value !== "number") return null;
  const found = NUMBER.exec(String(value).replace(/^ +| +$/g, ""));
  if (!found) return null;
  const [, sign, whole, decimals = "", exponent = "0"] = found;
  const digits = BigInt(whole + decimals);
  const power = Number(exponent) - decimals.length;
  const signed = sign === "-" ? -digits : digits;
  return power < 0 ? new Rational(signed, 10n ** BigInt(-power)) : new Rational(signed * 10n ** BigInt(power));
}

/** Whether a JSON answer says nothing. */
export function isBlank(value) {
  if (value === null || value === undefined) return true;
  if (isText(value)) return !/[^ \t\n\r\f\v\u00a0\u202f]/.test(value);
  if (Array.isArray(value)) return value.every(isBlank);
  if (isMap(value)) return Object.values(value).every(isBlank);
  return false;
}

// --- Three values --------------------------------------------------------------------------------------------
const negate = (truth) => (truth === null ? null : !truth);
const every = (truths) => (truths.includes(false) ? false : truths.includes(null) ? null : true);
const some = (truths) => (truths.includes(true) ? true : truths.includes(null) ? null : false);

/**
 * A form, its answers and the facts about what was answered, shaped as in `evaluation.py`.
 */
export class Evaluation {
  constructor(content, answers, facts = {}) {
    this.answers = answers;
    this.communes = facts?.communes ?? {};
    this.territories = facts?.territories ?? {};
    this.places = facts?.places ?? {};
    this.questions = new Map();
    this.sections = new Map();
    for (const section of content.sections ?? []) {
      for (const question of section.questions ?? []) {
        this.questions.set(question.id, question);
        this.sections.set(question.id, section);
      }
    }
    this.known = new Map();
    this.asking = new Set();
  }

  // --- What is shown
  /** true when the question is asked; null when that hangs on what is not answered yet. */
  shows(id) {
    if (!this.known.has(id)) {
      if (this.asking.has(id) || !this.questions.has(id)) return false; // it waits for itself
      this.asking.add(id);
      const gate = (rule) => (rule ? this.truth(rule) : true);
      const truth = every([gate(this.sections.get(id).shows_if), gate(this.questions.get(id).shows_if)]);
      this.asking.delete(id);
      this.known.set(id, truth);
    }
    return this.known.get(id);
  }

  isShown(id) {
    return this.shows(id) === true;
  }

  get shown() {
    return [...this.questions.keys()].filter((id) => this.isShown(id));
  }

  isAnswered(id) {
    return this.isShown(id) && !this.#isBlank(id);
  }

  #isBlank(id) {
    const value = own(this.answers, id);
    if (this.#type(id) === "files") return !(rational(value)?.numerator);
    return isBlank(value);
  }

  #type(id) {
    return this.questions.get(id)?.type ?? "";
  }

  // --- What is wrong, who may
  /** The messages of the `valid_if` that are false, by question that is asked. */
  faults() {
    const found = {};
    for (const id of this.shown) {
      for (const check of this.questions.get(id).valid_if ?? []) {
        if (this.truth(check.rule) === false) (found[id] ??= []).push(check.message);
      }
    }
    return found;
  }

  /** Each `eligible_if`, as [question, reason, truth]. */
  eligibility() {
    const said = [];
    for (const [id, question] of this.questions) {
      const shows = this.shows(id);
      if (shows === false) continue;
      for (const check of question.eligible_if ?? []) {
        said.push([id, check.reason, shows ? this.truth(check.rule) : null]);
      }
    }
    return said;
  }

  // --- Rules
  truth(rule) {
    const { op } = rule;
    if (op === "all") return every(rule.of.map((part) => this.truth(part)));
    if (op === "any") return some(rule.of.map((part) => this.truth(part)));
    if (op === "not") return negate(this.truth(rule.of));
    if (op === "answered") return this.isAnswered(rule.question);
    if (op === "contains") return contains(this.#value(rule.left), this.#value(rule.right));
    if (op === "in_territory") return this.#inTerritory(rule.question, rule.territories);
    if (op === "typology") return this.#typology(rule.question, rule.kind, rule.values);
    if (COMPARISONS.has(op)) return compare(op, this.#value(rule.left), this.#value(rule.right));
    return null;
  }

  #inTerritory(id, wanted) {
    if (!this.isAnswered(id)) return null;
    const answer = this.answers[id];
    if (this.#type(id) === "territories") {
      return some(answer.map((ref) => meets(own(this.territories, ref), wanted, ref)));
    }
    const commune = this.#communeOf(id);
    return commune ? meets(commune.territories, wanted) : null;
  }

  #typology(id, kind, values) {
    const commune = this.isAnswered(id) ? this.#communeOf(id) : null;
    const known = own(commune?.typologies, kind);
    return known === undefined || known === null ? null : values.includes(known);
  }

  #communeOf(id) {
    let code = String(this.answers[id]);
    if (this.#type(id) === "place") code = String(own(this.places, code) ?? "");
    return own(this.communes, code) ?? null;
  }

  // --- Operands: Rational, text, boolean, list of texts, or null
  #value(operand) {
    if (Object.hasOwn(operand, "value")) return literal(operand.value);
    if (Object.hasOwn(operand, "answer")) return this.#answer(operand.answer, operand.row ?? null);
    const { op } = operand;
    if (op === "count") return this.#count(operand.question);
    if (op === "sum") return this.#sum(operand.question, operand.column);
    if (["add", "sub", "mul", "div"].includes(op)) return this.#arithmetic(op, operand.of);
    return null;
  }

  #answer(id, row) {
    if (!this.isAnswered(id)) return null;
    const answer = this.answers[id];
    const type = this.#type(id);
    if (type === "number" || type === "money") return rational(answer);
    if (isMap(answer)) {
      if (row !== null) {
        const part = own(answer, row);
        return isBlank(part) ? null : literal(part);
      }
      return isBlank(own(answer, OTHER)) ? null : OTHER;
    }
    return row !== null ? null : literal(answer);
  }

  #count(id) {
    if (!this.isAnswered(id)) return null;
    const answer = this.answers[id];
    if (Array.isArray(answer)) return new Rational(BigInt(answer.filter((part) => !isBlank(part)).length));
    return this.#type(id) === "files" ? rational(answer) : null;
  }

  #sum(id, column) {
    const rows = this.isAnswered(id) ? this.answers[id] : null;
    if (!Array.isArray(rows)) return null;
    const cells = rows.filter(isMap).map((row) => own(row, column));
    const numbers = cells.filter((cell) => !isBlank(cell)).map(rational);
    if (!numbers.length || numbers.includes(null)) return null;
    return numbers.reduce((total, number) => total.plus(number));
  }

  #arithmetic(op, operands) {
    const numbers = operands.map((operand) => asNumber(this.#value(operand)));
    if (!numbers.length || numbers.includes(null)) return null;
    let result = numbers[0];
    for (const number of numbers.slice(1)) {
      if (op === "add") result = result.plus(number);
      else if (op === "sub") result = result.minus(number);
      else if (op === "mul") result = result.times(number);
      else if (number.numerator === 0n) return null;
      else result = result.over(number);
    }
    return result;
  }
}

function literal(value) {
  if (typeof value === "boolean" || isText(value)) return value;
  if (Array.isArray(value)) return value.every(isText) ? value : null;
  return rational(value);
}

function asNumber(value) {
  if (value instanceof Rational) return value;
  return isText(value) ? rational(value) : null;
}

function meets(known, wanted, ref = "") {
  if (ref && wanted.includes(ref)) return true;
  return Array.isArray(known) ? known.some((one) => wanted.includes(one)) : null;
}

function contains(whole, part) {
  if (Array.isArray(whole)) {
    const inside = new Set(whole.map(folded));
    if (Array.isArray(part)) return part.every((item) => inside.has(folded(item)));
    return isText(part) ? inside.has(folded(part)) : null;
  }
  return isText(whole) && isText(part) ? folded(whole).includes(folded(part)) : null;
}

function compare(op, left, right) {
  if (op === "ne") return negate(compare("eq", left, right));
  if (left === null || right === null) return null;
  if (typeof left === "boolean" || typeof right === "boolean") {
    return typeof left === typeof right && op === "eq" ? left === right : null;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || op !== "eq") return null;
    const [first, second] = [new Set(left.map(folded)), new Set(right.map(folded))];
    return first.size === second.size && [...first].every((item) => second.has(item));
  }
  if (left instanceof Rational || right instanceof Rational) {
    const [first, second] = [asNumber(left), asNumber(right)];
    return first === null || second === null ? null : ordered(op, first.against(second));
  }
  if (op === "eq") return folded(left) === folded(right);
  if (DATE.test(left) && DATE.test(right)) return ordered(op, left > right ? 1 : left < right ? -1 : 0);
  return null;
}

function ordered(op, sign) {
  return { eq: sign === 0, lt: sign < 0, le: sign <= 0, gt: sign > 0, ge: sign >= 0 }[op];
}
