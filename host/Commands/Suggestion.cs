namespace MultiAgentEdge.Host.Commands;

/// <summary>Did you mean: the known name closest to what was typed.</summary>
public static class Suggestion
{
    /// <summary>The closest of <paramref name="known"/>, or null where none is near enough (distance above a third of the length, at least
    /// 1). A shared stem with another unit (<c>period_ms</c>, <c>period_s</c>) counts as near.</summary>
    public static string? For(string typed, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var name in known)
        {
            var distance = Distance(typed.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }

        if (best is not null && bestDistance <= Math.Max(1, Math.Max(typed.Length, best.Length) / 3))
            return best;
        return known.FirstOrDefault(name => SameStem(typed, name));
    }

    /// <summary>Both name the same quantity, the unit apart: <c>speed_kmh</c> and <c>speed_m_s</c>, <c>period</c> and
    /// <c>period_s</c>.</summary>
    public static bool SameStem(string typed, string known)
    {
        var stem = typed.Split('_')[0];
        return stem.Length >= 3 && string.Equals(stem, known.Split('_')[0], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Optimal string alignment distance: insert, delete, replace, swap neighbours.</summary>
    public static int Distance(string a, string b)
    {
        // Long input is nobody's typing error; the bound keeps a hostile file from costing quadratic time.
        if (a.Length > 64 || b.Length > 64)
            return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
