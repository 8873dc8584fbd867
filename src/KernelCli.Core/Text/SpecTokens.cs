using KernelCli.Primitives;

namespace KernelCli.Text;

/// <summary>
/// A filter spec split at its colons: a name, values and key=value pairs, each with its column. A token that was not read
/// is an error, so that none is silently ignored.
/// </summary>
internal sealed class SpecTokens
{
    private readonly List<SpecToken> _tokens = [];
    private readonly List<string> _asked = [];

    /// <summary>Splits a spec at its colons.</summary>
    public SpecTokens(string spec)
    {
        Spec = spec;
        int column = 1;
        foreach (string text in spec.Split(':'))
        {
            if (column == 1)
                Name = text;
            else
                Add(text, column);
            column += text.Length + 1;
        }
    }

    private SpecTokens(string spec, string path) => (Spec, Name) = (spec, path);

    public string Spec { get; }

    public string Name { get; } = "";

    /// <summary>The keys that were asked for, whether they are given or not.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>A spec whose rest is a path, which takes the place of the name.</summary>
    public static SpecTokens OfPath(string spec, string path) =>
        path.Length > 0 ? new SpecTokens(spec, path) : throw new KernelFormatException(spec, spec.Length + 1, "a file name is missing");

    /// <summary>
    /// The value of <paramref name="key"/> if it is given, else the next unread value without a key, or null.
    /// </summary>
    public SpecToken? Next(string? key = null)
    {
        if (key is not null && Key(key) is { } named)
            return named;
        foreach (SpecToken token in _tokens)
            if (token is { Key: null, IsUsed: false })
                return Use(token);
        return null;
    }

    /// <summary>The value of a key, or null.</summary>
    public SpecToken? Key(string key)
    {
        _asked.Add(key);
        foreach (SpecToken token in _tokens)
            if (token.Key == key)
                return Use(token);
        return null;
    }

    /// <summary>Throws if a token was not read.</summary>
    public void CheckAllUsed()
    {
        foreach (SpecToken token in _tokens)
            if (!token.IsUsed)
                throw token.Key is null
                    ? token.Error($"'{Name}' takes no further value; '{token.Text}' is one too many")
                    : Error(token.Column - token.Key.Length - 1, $"'{Name}' has no key '{token.Key}='{Spelling.Hint(token.Key, _asked)}");
    }

    public KernelFormatException Error(int column, string problem) => new(Spec, column, problem);

    private static SpecToken Use(SpecToken token)
    {
        token.IsUsed = true;
        return token;
    }

    private void Add(string text, int column)
    {
        int equals = text.IndexOf('=');
        if (text.Length == 0)
            throw Error(column, "nothing stands between the colons");
        if (equals < 0)
        {
            _tokens.Add(new SpecToken(Spec, text, column));
            return;
        }
        string key = text[..equals];
        foreach (SpecToken earlier in _tokens)
            if (earlier.Key == key)
                throw Error(column, $"{key}= is given twice");
        _tokens.Add(new SpecToken(Spec, text[(equals + 1)..], column + equals + 1) { Key = key });
    }
}
