namespace KernelCli.Cli.Help;

/// <summary>Example command lines, which are shown at the end of each command's help.</summary>
internal static class HelpExamples
{
    private static readonly Dictionary<string, string[]> ByCommand = new()
    {
        [""] =
        [
            "kernelcli apply samples/scene.png -f sobel -o edges.png",
            "kernelcli kernels list",
            "kernelcli help apply",
        ],
        ["apply"] =
        [
            "kernelcli apply samples/scene.png -f gaussian:2 -o blurred.png",
            "kernelcli apply samples/scene.png --channels color -f gaussian:1 -f sharpen:0.8 -o crisp.jpg",
            "kernelcli apply samples/scene.png -f custom:-1,0,1/-2,0,2/-1,0,1 --range mid -o own.png",
            "kernelcli apply samples/scene.png --channels color -f gaussian:8 --where 40,30,90x60 -o hidden.png",
            "kernelcli apply samples -r --glob '*.png' -f sobel -O edges --report run.jsonl",
            "kernelcli apply samples/scene.png -f box:31 -n",
        ],
        ["compare"] =
        [
            "kernelcli compare samples/scene.png samples/scene.png",
            "kernelcli compare samples/scene.jpg samples/scene.png --max-diff 40 --max-percent 1 --diff differences.png",
            "kernelcli compare samples/figures samples/figures --antialiasing ignore --report report.html --report junit.xml",
        ],
        ["info"] = ["kernelcli info samples/scene.png samples/scene.jpg", "kernelcli info samples/deep.png --json"],
        ["kernels"] = ["kernelcli kernels list", "kernelcli kernels show gaussian"],
        ["kernels list"] = ["kernelcli kernels list"],
        ["kernels show"] = ["kernelcli kernels show gaussian", "kernelcli kernels show log:1.4"],
        ["kernels export"] =
            ["kernelcli kernels export gaussian:2 --as json -o gaussian.json", "kernelcli kernels export sobel:x --as png -o sobel.png"],
        ["kernels sheet"] = ["kernelcli kernels sheet samples/weights/gabor.npy --cell 6 -o gabor.png", "kernelcli kernels sheet --apply "
            + "samples/scene.png -o catalogue.jpg"],
        ["kernels fit"] = ["kernelcli kernels fit samples/scene.png samples/scene.jpg --size 3 --save blur.txt"],
        ["layer"] =
        [
            "kernelcli layer samples/scene.png --weights samples/weights/gabor.npy --stride 4 --padding 3 -o maps.npy --montage maps.png",
            "kernelcli layer samples/mask.png --model samples/weights/autoencoder.json -o decoded.npy",
        ],
        ["volume"] = ["kernelcli volume samples/scene.png samples/mask.png samples/edges.png -f box3d:3 -O smooth"],
        ["verify"] = ["kernelcli verify", "kernelcli verify --isa --json"],
        ["completions"] = ["kernelcli completions bash > kernelcli.bash", "kernelcli completions man > kernelcli.1"],
        ["help"] = ["kernelcli help apply", "kernelcli help kernels show"],
    };

    /// <summary>The examples of a command; none where there is nothing to show.</summary>
    public static IReadOnlyList<string> Of(CommandModel command) => ByCommand.GetValueOrDefault(command.Path) ?? [];
}
