using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// One scan of a progressive frame (T.81, G.2): a first scan or a refinement scan of DC or AC coefficients.
/// </summary>
internal sealed unsafe class ProgressiveScan
{
    private readonly JpegScanHeader _header;
    private readonly EntropyReader _reader;
    private readonly RestartCounter _restarts;
    private readonly CoefficientPlane?[] _planes;
    private readonly HuffmanLookup[] _tables;
    private readonly int[] _predictions;
    private readonly (int Across, int Down) _mcus;

    // The EOB run: the number of blocks, including the current one, that get no further new coefficients. In refinement
    // scans they still have correction bits.
    private int _eobRun;

    /// <param name="file">The file, at the scan's first byte.</param>
    /// <param name="planeOf">Gives the plane of a component's coefficients, or null if they are not needed.</param>
    /// <exception cref="ImageFormatException">A table is missing.</exception>
    public ProgressiveScan(JpegReader file, Func<JpegComponent, CoefficientPlane?> planeOf)
    {
        (_header, _reader) = (file.Scan!, file.Entropy);
        _mcus = _header.Mcus(file.Frame);
        _restarts = new RestartCounter(_reader, file.Damage, file.Tables.RestartInterval);
        _planes = Array.ConvertAll(_header.Components, entry => planeOf(entry.Component));
        _predictions = new int[_planes.Length];
        bool needsTables = _header.SpectralStart > 0 || _header.SuccessiveHigh == 0;
        _tables = !needsTables ? [] : Array.ConvertAll(_header.Components, entry => _header.SpectralStart == 0
            ? file.Tables.Dc(entry.Dc, _reader)
            : file.Tables.Ac(entry.Ac, _reader));
    }

    /// <summary>Decodes the whole scan. An AC scan of a component that is not needed is left unread.</summary>
    public void Run()
    {
        if (_header.SpectralStart > 0 && _planes[0] is null)
            return;
        if (_header.SpectralStart > 0)
            RunOthers(_planes[0]!);
        else
            DecodeDcScan(_mcus.Across, _mcus.Down);
        _restarts.CheckEnd();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DecodeDcScan(int unitsAcross, int unitsDown)
    {
        for (int unitY = 0; unitY < unitsDown; unitY++)
            for (int unitX = 0; unitX < unitsAcross; unitX++)
            {
                if (_restarts.Begin())
                    Array.Clear(_predictions);
                if (_restarts.IsOver)
                    return;
                if (_restarts.IsResyncing)
                    continue;
                _reader.EnsureMcu();
                bool sound = true;
                for (int i = 0; i < _planes.Length && sound; i++)
                {
                    JpegComponent component = _header.Components[i].Component;
                    (int across, int down) = _header.IsInterleaved ? (component.Horizontal, component.Vertical) : (1, 1);
                    for (int v = 0; v < down && sound; v++)
                        for (int h = 0; h < across && sound; h++)
                            sound = DecodeDc(i, (unitX * across) + h, (unitY * down) + v);
                }
                if (!sound || _reader.IsOverrun)
                    _restarts.StartResync();
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool DecodeDc(int index, int x, int y)
    {
        CoefficientPlane? plane = _planes[index];
        if (_header.SuccessiveHigh > 0)
        {
            if (_reader.Cursor.ReadBits(1) != 0 && plane is not null)
                *plane.Begin(x, y) |= (short)(1 << _header.SuccessiveLow);
            return true;
        }
        if (!BlockDecoder.ReadDifference(ref _reader.Cursor, _tables[index], ref _predictions[index]))
            return false;
        if (plane is not null && _predictions[index] != 0)
            *plane.Begin(x, y) = (short)(_predictions[index] << _header.SuccessiveLow);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunOthers(CoefficientPlane plane)
    {
        (int across, int down) = (plane.Component.NonInterleavedBlocksPerRow, plane.Component.OwnBlocksDown);
        for (int y = 0; y < down; y++)
            for (int x = 0; x < across; x++)
            {
                if (_restarts.Begin())
                    _eobRun = 0;
                if (_restarts.IsOver)
                    return;
                if (_restarts.IsResyncing)
                    continue;

                // Skips the blocks of an EOB run up to the end of the row or of the restart interval, if they have no
                // correction bits.
                if (_eobRun > 1 && (_header.SuccessiveHigh == 0 || !plane.HasOthers(y)))
                {
                    int passed = Math.Min(Math.Min(_eobRun, across - x) - 1, _restarts.Left);
                    _restarts.Pass(passed);
                    _eobRun -= passed + 1;
                    x += passed;
                    continue;
                }
                _reader.EnsureMcu();
                bool sound = _header.SuccessiveHigh == 0 ? DecodeAcFirst(plane, x, y) : DecodeAcRefine(plane, x, y);
                if (!sound || _reader.IsOverrun)
                    _restarts.StartResync();
            }
    }

    // A block of a first AC scan (G.1.2.2).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool DecodeAcFirst(CoefficientPlane plane, int x, int y)
    {
        if (_eobRun > 0)
        {
            _eobRun--;
            return true;
        }
        for (int k = _header.SpectralStart; k <= _header.SpectralEnd; k++)
        {
            int symbol = _reader.Cursor.ReadSymbol(_tables[0]);
            if (symbol < 0)
                return false;
            (int run, int size) = (symbol >> 4, symbol & 15);
            if (size != 0)
            {
                k += run;
                if (k > _header.SpectralEnd)
                    return false;
                plane.MarkHasAc(y);
                plane.Begin(x, y)[ZigZag.Natural[k]] =
                    (short)(HuffmanLookup.Extend(_reader.Cursor.ReadBits(size), size) << _header.SuccessiveLow);
            }
            else if (run == 15)
                k += 15;
            else
            {
                _eobRun = ReadEobRun(run) - 1;
                break;
            }
        }
        return true;
    }

    // A block of an AC refinement scan (G.1.2.3). Each non-zero coefficient that is passed has a correction bit; runs count
    // only the zero coefficients between new ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool DecodeAcRefine(CoefficientPlane plane, int x, int y)
    {
        short* block = plane.Begin(x, y);
        int k = _header.SpectralStart;
        short bit = (short)(1 << _header.SuccessiveLow);
        for (; _eobRun == 0 && k <= _header.SpectralEnd; k++)
        {
            int symbol = _reader.Cursor.ReadSymbol(_tables[0]);
            (int run, int size) = (symbol >> 4, symbol & 15);
            if (symbol < 0 || size > 1)
                return false;
            if (size == 0 && run < 15)
            {
                _eobRun = ReadEobRun(run);
                break;
            }
            int value = size == 0 ? 0 : _reader.Cursor.ReadBits(1) != 0 ? bit : -bit;
            Debug.Assert(_header.SpectralEnd < ZigZag.Count);
            for (; k <= _header.SpectralEnd; k++)
            {
                short* coefficient = block + ZigZag.Natural[k];
                if (*coefficient != 0)
                    Refine(coefficient, bit);
                else if (--run < 0)
                    break;
            }
            if (value != 0)
            {
                if (k > _header.SpectralEnd)
                    return false;
                block[ZigZag.Natural[k]] = (short)value;
                plane.MarkHasAc(y);
            }
        }
        if (_eobRun > 0)
        {
            for (; k <= _header.SpectralEnd; k++)
                if (block[ZigZag.Natural[k]] != 0)
                    Refine(block + ZigZag.Natural[k], bit);
            _eobRun--;
        }
        return true;
    }

    private void Refine(short* coefficient, short bit)
    {
        if (_reader.Cursor.ReadBits(1) != 0 && (*coefficient & bit) == 0)
            *coefficient += *coefficient > 0 ? bit : (short)-bit;
    }

    private int ReadEobRun(int size) => (1 << size) + _reader.Cursor.ReadBits(size);
}
