using System.Globalization;
using System.Text;
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
}
