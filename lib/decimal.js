// Made by `npm run schemas` from src/core/decimal.ts; do not edit.
const decimalShape = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const longest = 64;
const largestScale = 64;
export function parseDecimal(text) {
    if (text.length > longest) return undefined;
    const parts = decimalShape.exec(text);
    if (parts === null) return undefined;
    const [, sign = "", whole = "", fraction = "", exponentText = "0"] = parts;
    const digits = BigInt(whole + fraction);
    const scale = fraction.length - Number(exponentText);
    if (scale > largestScale || scale < -largestScale) return undefined;
    const coefficient = sign === "-" ? -digits : digits;
    return scale >= 0 ? {
        coefficient,
        scale
    } : {
        coefficient: coefficient * 10n ** BigInt(-scale),
        scale: 0
    };
}
export function formatDecimal({ coefficient, scale }) {
    const negative = coefficient < 0n;
    const digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, "0");
    const whole = digits.slice(0, digits.length - scale);
    const fraction = scale === 0 ? "" : `.${digits.slice(digits.length - scale)}`;
    return `${negative ? "-" : ""}${whole}${fraction}`;
}
export function formatShortest(decimal) {
    const text = formatDecimal(decimal);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
export function decimalOf(integer) {
    return {
        coefficient: BigInt(integer),
        scale: 0
    };
}
export function roundTo(decimal, scale) {
    if (scale >= decimal.scale) {
        return {
            coefficient: decimal.coefficient * 10n ** BigInt(scale - decimal.scale),
            scale
        };
    }
    return {
        coefficient: divideRounding(decimal.coefficient, 10n ** BigInt(decimal.scale - scale)),
        scale
    };
}
export function compareDecimals(a, b) {
    const difference = subtract(a, b).coefficient;
    if (difference === 0n) return 0;
    return difference < 0n ? -1 : 1;
}
export function add(a, b) {
    const scale = Math.max(a.scale, b.scale);
    return {
        coefficient: roundTo(a, scale).coefficient + roundTo(b, scale).coefficient,
        scale
    };
}
export function subtract(a, b) {
    return add(a, {
        coefficient: -b.coefficient,
        scale: b.scale
    });
}
export function multiply(a, b) {
    return {
        coefficient: a.coefficient * b.coefficient,
        scale: a.scale + b.scale
    };
}
export function divide(a, b, scale) {
    const numerator = a.coefficient * 10n ** BigInt(scale + b.scale);
    return {
        coefficient: divideRounding(numerator, b.coefficient * 10n ** BigInt(a.scale)),
        scale
    };
}
export function absolute({ coefficient, scale }) {
    return {
        coefficient: coefficient < 0n ? -coefficient : coefficient,
        scale
    };
}
export function isMultiple(a, b) {
    const scale = Math.max(a.scale, b.scale);
    return b.coefficient !== 0n && roundTo(a, scale).coefficient % roundTo(b, scale).coefficient === 0n;
}
function divideRounding(numerator, denominator) {
    const negative = numerator < 0n !== denominator < 0n;
    const n = numerator < 0n ? -numerator : numerator;
    const d = denominator < 0n ? -denominator : denominator;
    const rounded = (2n * n + d) / (2n * d);
    return negative ? -rounded : rounded;
}
