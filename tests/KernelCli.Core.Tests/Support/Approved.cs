namespace KernelCli.Core.Tests.Support;

/// <summary>Texts that were written down, so that a change of one is seen in review.</summary>
internal static class Approved
{
    /// <summary>Compares a text with the approved one beside the test; where they differ, writes it down and names both files.</summary>
    /// <param name="folder">The folder of the test.</param>
    /// <param name="name">The file's name before <c>.approved.txt</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="what">What it shows, for the message.</param>
    public static void Check(string folder, string name, string text, string what)
    {
        string approved = Path.Combine(AppContext.BaseDirectory, folder, $"{name}.approved.txt"), received = Path.Combine(AppContext.BaseDirectory, $"{name}.received.txt");
        if (File.ReadAllText(approved) == text)
            return;
        File.WriteAllText(received, text);
        Assert.Fail($"{what} differ from those approved: compare {received} with {approved}");
    }
}
