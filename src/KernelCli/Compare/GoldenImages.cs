using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Paths;
using KernelCli.Codecs;
using KernelCli.Primitives;

namespace KernelCli.Cli.Compare;

/// <summary>The golden images that results are compared with: one file, or a folder with a picture for each result.</summary>
internal sealed class GoldenImages
{
    private readonly string _path;
    private readonly Tolerance _tolerance;
    private readonly InputOptions _inputs;
    private readonly bool _isFolder;

    private GoldenImages(string path, Tolerance tolerance, InputOptions inputs) =>
        (_path, _tolerance, _inputs, _isFolder) = (path, tolerance, inputs, Directory.Exists(path));

    /// <summary>Finds the golden images.</summary>
    /// <param name="path">The file or the folder.</param>
    /// <param name="tolerance">How far results may differ.</param>
    /// <param name="inputs">Which pictures the run takes.</param>
    /// <exception cref="UsageException">There is no such file or folder.</exception>
    public static GoldenImages Find(string path, Tolerance tolerance, InputOptions inputs) => File.Exists(path) || Directory.Exists(path)
        ? new GoldenImages(path, tolerance, inputs)
        : throw new UsageException($"{BatchOptions.Expect.Name} {path}: no such file or folder; golden images are made by the same command "
            + "with -o or -O instead");

    /// <summary>Refuses one golden image for several inputs.</summary>
    public void CheckCount(int inputs)
    {
        if (!_isFolder && inputs > 1)
            throw new UsageException($"{BatchOptions.Expect.Name} {_path} is one picture, and there are {inputs} inputs: name a folder");
    }

    /// <summary>The golden image of an input's result.</summary>
    /// <param name="input">The input.</param>
    /// <param name="extension">The extension of the results, or null to keep the input's.</param>
    public string PathFor(BatchInput input, string? extension) => !_isFolder ? _path
        : PathStyle.Current.Join(_path, extension is null ? input.Relative : Path.ChangeExtension(input.Relative, extension));

    /// <summary>
    /// Compares a result file with its golden image, and returns the result, marked as different if they differ or there is no golden
    /// image.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="result">What was done with it.</param>
    /// <param name="file">The result file.</param>
    /// <param name="limits">The limits on pictures.</param>
    /// <param name="cancellation">Checked before every row.</param>
    public JobResult Check(BatchInput input, JobResult result, string file, ImageLimits limits, CancellationToken cancellation)
    {
        string expected = PathFor(input, Path.GetExtension(file)), name = result.Output ?? input.Path;
        if (!File.Exists(expected))
            return Different($"{name}: has no golden image {expected}: "
                + (result.Output is null ? "write the result there to accept it" : "copy it there to accept it"));
        Comparison comparison = new ImageComparer(_tolerance, limits, cancellation).Run(name, file, expected);
        return comparison.IsEqual(_tolerance) ? result : Different($"{name}: differs from {expected}: {comparison.Describe(_tolerance)}");

        JobResult Different(string error) => result with { Status = JobStatus.Different, Error = error };
    }

    /// <summary>
    /// The golden images that no input makes, as differences: known only where whole folders are filtered. Patterns for inputs select
    /// golden images too.
    /// </summary>
    /// <param name="inputs">All inputs of the run.</param>
    /// <param name="format">The format of the results, or null to keep the inputs'.</param>
    public List<JobResult> Unmade(IEnumerable<BatchInput> inputs, ImageCodec? format)
    {
        if (!_isFolder || _inputs.List is not null || !_inputs.Named.All(Directory.Exists))
            return [];
        HashSet<string> made = [.. inputs.Select(input => PathFor(input, format?.Extensions[0]))];
        NamePatterns taken = NamePatterns.Anywhere(_inputs.Patterns), excluded = NamePatterns.WithContents(_inputs.Exclusions);
        return [.. ImagePairs.Pictures(_path, _inputs.TakesHidden).Order(StringComparer.Ordinal)
            .Where(below => (_inputs.Patterns.Count == 0 || taken.Match(below, _path)) && !excluded.Match(below, _path))
            .Select(below => PathStyle.Current.Join(_path, below))
            .Where(path => !made.Contains(path))
            .Select(path => new JobResult(path, null, JobStatus.Different)
            {
                Error = $"{path}: no input makes this golden image: remove it, or bring its input back",
            })];
    }
}
