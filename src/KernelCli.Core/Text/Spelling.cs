namespace KernelCli.Text;

/// <summary>Suggests corrections for misspelled words.</summary>
internal static class Spelling
{
    /// <summary>
    /// The candidate nearest to a word, or null if none is near. Near means an edit distance of at most a third of the
    /// word's length, or 1 for short words.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        (string? best, int least) = (null, Math.Max(1, word.Length / 3) + 1);
        foreach (string candidate in candidates)
        {
            int distance = Distance(word.ToLowerInvariant(), candidate);
            if (distance < least)
                (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary>"; did you mean 'x'?", or an empty string if none is near or the word is right.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest && nearest != word ? $"; did you mean '{nearest}'?" : "";

    // The Levenshtein distance, with a swap of neighbouring letters counted as one edit.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
            for (int j = 1; j <= b.Length; j++)
            {
                int change = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(change, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        return cost[a.Length, b.Length];
    }
}
