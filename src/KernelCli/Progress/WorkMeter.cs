using System.Diagnostics;

namespace KernelCli.Cli.Progress;

/// <summary>
/// How far a run is: a number of pictures, some of them running. Workers count in it while the display reads it, so that what is read
/// may be a row old.
/// </summary>
/// <param name="total">The number of pictures.</param>
/// <param name="unit">What they are called where there are several.</param>
internal sealed class WorkMeter(int total, string unit)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<PictureMeter> _running = [];
    private double _megapixels;
    private int _done;
    private int _failed;

    /// <summary>How far the run is now.</summary>
    public ProgressState State
    {
        get
        {
            lock (_running)
            {
                double fraction = _done, megapixels = _megapixels;
                foreach (PictureMeter picture in _running)
                    (fraction, megapixels) = (fraction + picture.Fraction, megapixels + picture.Megapixels);
                return new ProgressState(total, unit, _done, _failed, fraction / Math.Max(1, total), megapixels, _watch.Elapsed);
            }
        }
    }

    /// <summary>Starts a picture.</summary>
    public PictureMeter Begin()
    {
        var picture = new PictureMeter();
        lock (_running)
            _running.Add(picture);
        return picture;
    }

    /// <summary>Counts a picture as finished.</summary>
    public void End(PictureMeter picture, bool failed = false)
    {
        lock (_running)
        {
            _running.Remove(picture);
            _megapixels += picture.Megapixels;
            _done++;
            _failed += failed ? 1 : 0;
        }
    }
}

/// <summary>How far one picture is: the rows of its frames that were read and written.</summary>
internal sealed class PictureMeter
{
    private int _frames = 1;
    private int _begun = 1;
    private int _width;
    private int _rows;
    private int _resultRows = 1;
    private int _read;
    private int _written;
    private double _earlierMegapixels;

    /// <summary>
    /// The part that is done, from 0 to 1. Reading and writing count alike, as a filter may need all rows before it writes one.
    /// </summary>
    public double Fraction
    {
        get
        {
            double written = Part(_written, _resultRows), frame = _rows == 0 ? written : (Part(_read, _rows) + written) / 2;
            return (_begun - 1 + frame) / _frames;
        }
    }

    /// <summary>Millions of input pixels that were read.</summary>
    public double Megapixels => _earlierMegapixels + MegapixelsOfFrame;

    private double MegapixelsOfFrame => (double)_read * _width / 1e6;

    /// <summary>Starts a frame.</summary>
    /// <param name="frame">Its number among those that are filtered, from 1.</param>
    /// <param name="frames">How many are filtered.</param>
    /// <param name="width">Columns of the frame as it is read.</param>
    /// <param name="rows">Rows of the frame as it is read; 0 where they are not counted.</param>
    /// <param name="resultRows">Rows of the result.</param>
    public void BeginFrame(int frame, int frames, int width, int rows, int resultRows)
    {
        _earlierMegapixels += MegapixelsOfFrame;
        (_frames, _begun, _width, _rows, _resultRows, _read, _written) = (frames, frame, width, rows, resultRows, 0, 0);
    }

    /// <summary>Counts a row that was read.</summary>
    public void CountRead() => _read++;

    /// <summary>Counts a row that was written, or computed. Several threads may count.</summary>
    public void CountWritten() => Interlocked.Increment(ref _written);

    private static double Part(int done, int of) => of == 0 ? 0 : Math.Min(1, (double)done / of);
}
