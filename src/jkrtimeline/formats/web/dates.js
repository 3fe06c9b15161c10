// Dates typed in a search → days, counted from 1970-01-01. Dates that depend on today are not read: they are words here.
"use strict";

const readDate = (() => {
  const names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december"];
  const month = `(${names.flatMap((name) => [name, name.slice(0, 3)]).join("|")}|sept)\\.?`, nth = "(\\d{1,2})(?:st|nd|rd|th)?";
  const monthNumber = (name) => (/\d/.test(name) ? Number(name) : names.findIndex((each) => each.startsWith(name.slice(0, 3))) + 1);
  const day = (year, number, date) => {
    const time = new Date(0);
    time.setUTCFullYear(year, number - 1, date);
    return Math.round(time / 864e5);
  };
  const lastOf = (year, number) => day(year, number + 1, 0);
  const isDate = (year, number, date) => number >= 1 && number <= 12 && date >= 1
    && day(year, number, date) <= lastOf(year, number);
  const span = (first, last) => (() => [[first, last]]);
  function calendar(year, number, date) { // a year, month or day
    if (!Number(year)) return null;
    if (!number) return span(day(year, 1, 1), day(year, 12, 31));
    if (!isDate(year, Number(number), Number(date || 1))) return null;
    return date ? span(day(year, number, date), day(year, number, date)) : span(day(year, number, 1), lastOf(year, Number(number)));
  }
  function everyYear(number, date) { // a month or a day of every year; 29 February of leap years
    if (!isDate(2024, number, Number(date || 1))) return null;
    return (years) => years.filter((year) => isDate(year, number, Number(date || 1)))
      .map((year) => [day(year, number, date || 1), date ? day(year, number, date) : lastOf(year, number)]);
  }
  function months(year, first, count) {
    return Number(year) ? span(day(year, first, 1), lastOf(Number(year), first + count - 1)) : null;
  }
  const forms = [
    [`(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?`, calendar],
    [`(\\d{4}) ?[年년](?: ?(\\d{1,2}) ?[月월](?: ?(\\d{1,2}) ?[日일])?)?`, calendar],
    [`(\\d{4})[- ]?q([1-4])`, (year, part) => months(year, part * 3 - 2, 3)],
    [`q([1-4]) (\\d{4})`, (part, year) => months(year, part * 3 - 2, 3)],
    [`(\\d{4})[- ]?h([12])`, (year, part) => months(year, part * 6 - 5, 6)],
    [`h([12]) (\\d{4})`, (part, year) => months(year, part * 6 - 5, 6)],
    [`(?:${nth} )?${month},? (\\d{4})`, (date, name, year) => calendar(year, monthNumber(name), date)],
    [`${month} ${nth},? (\\d{4})`, (name, date, year) => calendar(year, monthNumber(name), date)],
    [`(spring|summer|autumn|fall|winter) (\\d{4})`,
      (name, year) => months(year, { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 }[name], 3)],
    [`(\\d{3})0s`, (decade) => (Number(decade) ? span(day(decade * 10, 1, 1), day(decade * 10 + 9, 12, 31)) : null)],
    [`${month}`, (name) => everyYear(monthNumber(name))],
    [`(\\d{1,2}) ?[月월]`, (number) => everyYear(Number(number))],
    [`${nth} ${month}`, (date, name) => everyYear(monthNumber(name), date)],
    [`${month} ${nth}`, (name, date) => everyYear(monthNumber(name), date)],
    [`(?:--)?(\\d\\d)-(\\d\\d)`, (number, date) => everyYear(Number(number), date)],
    [`(\\d{1,2}) ?[月월] ?(\\d{1,2}) ?[日일]`, (number, date) => everyYear(Number(number), date)],
  ].map(([pattern, form]) => [new RegExp(`^${pattern}$`), form]);

  function single(words) {
    for (const [pattern, form] of forms) {
      const match = pattern.exec(words);
      if (match) return form(...match.slice(1));
    }
    return null;
  }

  // The date as a function: years of the events → [[first, last], …]. Null if the text is not a date.
  return (text) => {
    const words = text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
    if (!/\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/.test(words)) return null;
    const open = /^(since|until) (.+)$/.exec(words), ends = words.split(/\.\.|\//);
    if (open || ends.length === 2) {
      const [one, other] = (open ? (open[1] === "since" ? [open[2], ""] : ["", open[2]]) : ends)
        .map((end) => (end.trim() ? single(end.trim())?.([]) : [[-Infinity, Infinity]]));
      return one?.length && other?.length && one[0][0] <= other[0][1] ? span(one[0][0], other[0][1]) : null;
    }
    return single(words);
  };
})();
