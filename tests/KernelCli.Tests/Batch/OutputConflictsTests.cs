using KernelCli.Cli.Apply;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Tests.Support;

namespace KernelCli.Tests.Batch;

/// <summary>Results that would overwrite each other, an input or a file of the run are refused, and nothing else is.</summary>
public sealed class OutputConflictsTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void One_file_takes_one_result()
    {
        string[] run = ["a.png", "-f", "box:3", "-o", _work["x.png"]];
        Check(run, Named("a.png"));
        Refused(run, $"-o {_work["x.png"]} is one file, and there are 2 inputs: use -O DIR or --in-place", Named("a.png"), Named("b.png"));
    }

    [Fact]
    public void Two_inputs_for_one_output_are_refused_however_it_is_spelled()
    {
        string[] run = ["a.png", "-f", "box:3", "-O", _work["out"]];
        Check(run, new("x/a.png", "a.png"), new("x/b.png", "b.png"), new("y/a.png", "deep/a.png"));
        Refused(run, $"x/a.png and y/a.png would both be written to {_work["out"]}/a.png: name their common folder with -r, or run them apart",
            new("x/a.png", "a.png"), new("y/a.png", "a.png"));
        Refused([.. run, "--format", "png"], "z/a.jpg and z/a.png would both be written", new("z/a.jpg", "a.jpg"), new("z/a.png", "a.png"));
        Check(run, new("z/a.jpg", "a.jpg"), new("z/a.png", "a.png"));
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_work["out/real"]);
        Directory.CreateSymbolicLink(_work["out/link"], "real");
        Refused(run, "x/a.png and y/a.png would both", new("x/a.png", "real/a.png"), new("y/a.png", "link/a.png"));
        File.WriteAllText(_work["out/real/there.png"], "");
        File.CreateSymbolicLink(_work["out/linked.png"], "real/there.png");
        Refused(run, "x/a.png and y/a.png would both", new("x/a.png", "linked.png"), new("y/a.png", "real/there.png"));
    }

    [Fact]
    public void No_input_is_written_over()
    {
        string a = Make("in/a.png"), b = Make("in/b.png");
        Refused(["x", "-f", "box:3", "-o", a], $"{a} is the input: use --in-place to replace it, or write to another file", Named(a));
        Refused(["x", "-f", "box:3", "-O", _work["in"]], $"{a} is the input: use --in-place to replace it, or write to another folder", new BatchInput(a, "a.png"));
        Refused(["x", "-f", "box:3", "-O", _work["in"]], $"{a} would be written over {b}, which is an input too: use another folder",
            new BatchInput(a, "b.png"), new BatchInput(b, "c.png"));
        Check(["x", "-f", "box:3", "-O", _work["in"]], new BatchInput(a, "c.png"), new BatchInput(b, "d.png"));
        // Standard input has no place, and what goes to standard output overwrites nothing.
        Check(["-", "-f", "box:3", "-o", "./-"], Named("-"));
        Check(["a", "-f", "box:3", "-o", "-", "--format", "png"], Named("./-"));
    }

    [Fact]
    public void Numbered_files_of_frames_do_not_overwrite_an_input()
    {
        string[] run = ["x", "-f", "box:3", "-O", _work["in"], "--frames-as-files"];
        string film = Make("in/film.gif"), first = Make("in/film-1.gif");
        Check(run, new BatchInput(film, "film.gif"));
        Refused(run, $"{film} would be written over {first}, which is an input too", new BatchInput(film, "film.gif"), new BatchInput(first, "other.gif"));
        Refused(run, $"{film} would be written over", new BatchInput(film, "film.gif"), new BatchInput(Make("in/film-0012.gif"), "other.gif"));
        Check(run, new BatchInput(film, "film.gif"), new BatchInput(Make("in/film-.gif"), "other.gif"));
        Check(run, new BatchInput(film, "film.gif"), new BatchInput(Make("in/film1.gif"), "other.gif"));
        Check(run, new BatchInput(film, "film.gif"), new BatchInput(Make("in/film-1.png"), "other.gif"));
        Refused(["x", "-f", "box:3", "-o", _work["in/film-{frame}.gif"]], $"{first} is the input, which would be written over: write to another file", Named(first));
        // A name with a number is nothing special where frames are not numbered.
        Check(["x", "-f", "box:3", "-O", _work["in"]], new BatchInput(film, "film-{frame}.gif"), new BatchInput(first, "other.gif"));
    }

    [Fact]
    public void In_place_a_picture_is_filtered_once()
    {
        string a = Make("in/a.png"), b = Make("in/b.png");
        List<BatchInput> inputs = [Named(a), Named(b), Named(Path.Combine(_work["in"], ".", "a.png"))];
        if (!OperatingSystem.IsWindows())
            inputs.Add(Named(File.CreateSymbolicLink(_work["in/link.png"], "a.png").FullName));
        OutputConflicts.Check(inputs, InProcess.Request("x", "-f", "box:3", "--in-place"));
        Assert.Equal([a, b], inputs.Select(input => input.Path));
    }

    [Fact]
    public void Kernels_and_masks_of_the_run_are_not_written_over()
    {
        string kernel = Make("in/k.txt"), mask = Make("in/m.png"), masks = Path.GetDirectoryName(Make("masks/a.png"))!;
        File.WriteAllText(kernel, "1 2 1");
        foreach ((string[] filter, string place, string word) in ((string[], string, string)[])[
            (["-f", $"file={kernel}"], kernel, "is a kernel of this run, and would be written over: write to another file or folder"),
            (["-f", $"mask:{mask}"], mask, "is a mask, and would be written over: leave it out with --exclude, or write to another folder"),
            (["-f", "box:3", "--where", mask], mask, "is a mask, and would be written over: leave it out with --exclude, or write to another folder"),
            (["-f", "box:3", "--where", masks], _work["masks/a.png"], "is a mask, and would be written over: leave it out with --exclude, or write to another folder")])
        {
            Refused(["x", .. filter, "-o", place], $"{place} {word}", Named("a.png"));
            Refused(["x", .. filter, "--in-place"], $"{place} {word}", Named(place));
            Check(["x", .. filter, "-o", _work["out.png"]], Named("a.png"));
            Check(["x", .. filter, "--in-place"], Named("a.png"));
        }
        Check(["x", "-f", "mask:-", "-o", _work["out.png"]], Named("a.png"));
    }

    public void Dispose() => _work.Dispose();

    private string Make(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_work[name])!);
        File.WriteAllText(_work[name], "");
        return _work[name];
    }

    private static BatchInput Named(string path) => BatchInput.Named(path);

    private static void Check(string[] run, params BatchInput[] inputs)
    {
        List<BatchInput> left = [.. inputs];
        OutputConflicts.Check(left, InProcess.Request(run));
        Assert.Equal(inputs, left);
    }

    private static void Refused(string[] run, string why, params BatchInput[] inputs)
    {
        ApplyRequest request = InProcess.Request(run);
        Assert.StartsWith(why, Assert.Throws<UsageException>(() => OutputConflicts.Check([.. inputs], request)).Message, StringComparison.Ordinal);
    }
}
