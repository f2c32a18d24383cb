// Items by what they have in common, in the order of their first.
export function groups(items, keyOf) {
    const found = new Map();
    for (const item of items) {
        const group = found.get(keyOf(item));
        if (group === undefined)
            found.set(keyOf(item), [item]);
        else
            group.push(item);
    }
    return found;
}
