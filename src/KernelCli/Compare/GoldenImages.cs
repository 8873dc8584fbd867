using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Primitives;

namespace KernelCli.Cli.Compare;

/// <summary>The golden images that results are compared with: one file, or a folder with a picture for each result.</summary>
internal sealed class GoldenImages(string path, Tolerance tolerance)
{
    /// <summary>
    /// Compares a result file with its golden image, and returns the result, marked as different if they differ.
    /// </summary>
    /// <exception cref="UsageException">The result was not written to a file.</exception>
    public JobResult Check(BatchInput input, JobResult result, ImageLimits limits, CancellationToken cancellation)
    {
        if (result.Output is not { } output || output == StandardStreams.Name)
            throw new UsageException($"{BatchOptions.Expect.Name} compares files: write the result with -o FILE or -O DIR");
        string expected = Directory.Exists(path)
            ? PathStyle.Current.Join(path, Path.ChangeExtension(input.Relative, Path.GetExtension(output)))
            : path;
        Comparison comparison = new ImageComparer(tolerance, limits, measuresSimilarity: false, cancellation).Run(output, output, expected);
        return comparison.IsEqual(tolerance)
            ? result
            : result with { Status = JobStatus.Different, Error = $"{output}: differs from {expected}: {comparison.Describe()}" };
    }
}
