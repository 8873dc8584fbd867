using System.Globalization;
using System.Text;
using KernelCli.Cli.Output;
using KernelCli.Neighbourhood;
using KernelCli.Neighbourhood.Filters;

namespace KernelCli.Cli.Inspection;

/// <summary>The report of <c>kernels show</c> on a filter that has a window and no weights.</summary>
internal static class WindowReport
{
    private const int LargestPicture = 39;

    /// <summary>The window, its cells and a picture of it.</summary>
    public static string Create(string title, NeighbourhoodFilter filter)
    {
        FilterWindow window = filter.Window;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{title}: window {window}, {window.Cells} cell{(window.Cells == 1 ? "" : "s")}, anchor ")
            .Append(CultureInfo.InvariantCulture, $"{window.Width / 2}+{window.Height / 2}\n");
        if (filter.Passes > 1)
            text.Append(CultureInfo.InvariantCulture, $"  moved over the picture {filter.Passes} times, the border applied to each\n");
        for (int y = 0; y < window.Height && Math.Max(window.Width, window.Height) <= LargestPicture; y++)
        {
            int reach = window.Reach(y);
            text.Append("    ").Append(' ', 2 * ((window.Width / 2) - reach)).Append('@', 2 * ((2 * reach) + 1)).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The report for programs, a line.</summary>
    public static string ToJson(string title, NeighbourhoodFilter filter) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("kind", "window");
        json.WriteString("spec", title);
        json.WriteNumber("width", filter.Window.Width);
        json.WriteNumber("height", filter.Window.Height);
        json.WriteNumber("cells", filter.Window.Cells);
        json.WriteNumber("passes", filter.Passes);
    }) + "\n";
}
