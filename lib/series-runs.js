// Made by `npm run schemas` from src/core/series-runs.ts; do not edit.
export function seriesRuns(entries) {
    const kinds = new Map();
    for (const entry of entries){
        const { path, type, unit, scale } = entry;
        const kind = `${path.slice(0, path.indexOf("/"))} ${type} ${scale} ${unit ?? ""}`;
        const series = kinds.get(kind) ?? new Map();
        kinds.set(kind, series);
        const runs = series.get(path);
        if (runs === undefined) series.set(path, [
            [
                entry
            ]
        ]);
        else addTo(runs, entry);
    }
    return [
        ...kinds.keys()
    ].sort().flatMap((kind)=>[
            ...kinds.get(kind)?.values() ?? []
        ].flat());
}
function addTo(runs, entry) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run === undefined || last === undefined || entry.at < last.at) runs.push([
        entry
    ]);
    else run.push(entry);
}
