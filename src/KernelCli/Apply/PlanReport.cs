using System.Globalization;
using System.Text;
using KernelCli.Chains;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Apply;

/// <summary>What <c>--dry-run</c> prints.</summary>
internal static class PlanReport
{
    /// <summary>Writes the plan of one input.</summary>
    public static void Write(string input, string? output, FrameChains frames, FilterChain chain, ApplyRequest request)
    {
        input = PathStyle.Current.Shown(input);
        output = PathStyle.Current.Shown(output);
        if (request.Json)
        {
            Console.Out.WriteLine(ToJson(input, output, frames, chain));
            return;
        }
        // The plan is written in one call, so that the plans of concurrent pictures do not mix.
        var lines = new StringBuilder($"{input} -> {output ?? "(nowhere named)"}\n");
        foreach (ChainStage stage in chain.Stages)
        {
            string size = $"{stage.Output.Width}x{stage.Output.Height} {stage.Output.Format}";
            lines.Append($"  {stage.Name,-24} {size}, {Kibibytes(stage.BufferBytes)}: {Algorithm(stage)}\n");
            if (request.Verbose)
                foreach (string loop in stage.Loops)
                    lines.Append($"  {"",-24}   {loop}\n");
        }
        lines.Append($"  {"write",-24} {chain.Info.Width}x{chain.Info.Height} {chain.Info.Format} as {frames.Format.Name}\n");
        if (frames.Count > 1)
            lines.Append($"  {"frames",-24} {frames.Selected.Length} of {frames.Count}\n");
        lines.Append($"  {"buffers",-24} {Kibibytes(chain.BufferBytes)}\n");
        Console.Out.Write(lines);
    }

    // The plan always says so if a stage works sample by sample.
    private static string Algorithm(ChainStage stage) =>
        stage.IsSlow ? $"{stage.Description}, one sample at a time" : stage.Description;

    private static string Kibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1023) / 1024} KiB");

    private static string ToJson(string input, string? output, FrameChains frames, FilterChain chain) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("input", input);
        json.WriteString("output", output);
        json.WriteString("format", frames.Format.Name);
        json.WriteNumber("frames", frames.Selected.Length);
        json.WriteNumber("width", chain.Info.Width);
        json.WriteNumber("height", chain.Info.Height);
        json.WriteString("pixels", chain.Info.Format.ToString());
        if (chain.Touched is { } touched)
            json.WriteNumber("touched", touched);
        json.WriteNumber("buffer_bytes", chain.BufferBytes);
        json.WriteStartArray("steps");
        foreach (ChainStage stage in chain.Stages)
        {
            json.WriteStartObject();
            json.WriteString("name", stage.Name);
            json.WriteString("algorithm", Algorithm(stage));
            json.WriteStartArray("loops");
            foreach (string loop in stage.Loops)
                json.WriteStringValue(loop);
            json.WriteEndArray();
            json.WriteNumber("width", stage.Output.Width);
            json.WriteNumber("height", stage.Output.Height);
            json.WriteString("pixels", stage.Output.Format.ToString());
            json.WriteNumber("buffer_bytes", stage.BufferBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
