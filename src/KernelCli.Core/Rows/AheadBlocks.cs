using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace KernelCli.Rows;

/// <summary>
/// Blocks of bytes that are made on a thread of their own ahead of their use, through a bounded ring, or, without a thread, when
/// they are asked for. What goes wrong is thrown to the reader, after the bytes that were made before.
/// </summary>
internal sealed class AheadBlocks : IDisposable
{
    private const int Blocks = 4;

    private readonly FillBlock _fill;
    private readonly int _blockBytes;
    private readonly bool _hasThread;
    private readonly byte[][] _ring = new byte[Blocks][];
    private readonly int[] _counts = new int[Blocks];
    private readonly SemaphoreSlim _free = new(Blocks);
    private readonly SemaphoreSlim _filled = new(0);
    private Thread? _thread;
    private volatile bool _isStopped;
    private volatile Exception? _failure;
    private long _taken;
    private long _waited;
    private bool _hasEnded;

    /// <summary>
    /// Makes the bytes of a block and adds their number to <paramref name="count"/>, also before it throws; none at the end.
    /// </summary>
    public delegate void FillBlock(byte[] block, ref int count);

    /// <param name="fill">Makes a block; called on the thread.</param>
    /// <param name="blockBytes">Bytes of a block.</param>
    /// <param name="hasThread">Whether blocks are made ahead.</param>
    public AheadBlocks(FillBlock fill, int blockBytes, bool hasThread = true) =>
        (_fill, _blockBytes, _hasThread) = (fill, blockBytes, hasThread);

    /// <summary>Bytes of all blocks.</summary>
    public long BufferBytes => (_hasThread ? Blocks : 1L) * _blockBytes;

    /// <summary>How long the reader has waited for blocks.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(0, _waited);

    /// <summary>The current block, until the next call of <see cref="Next"/>.</summary>
    public byte[] Block { get; private set; } = [];

    /// <summary>Goes to the next block and returns the number of its bytes; 0 at the end.</summary>
    public int Next()
    {
        if (_hasEnded)
            return Ended();
        int slot = _hasThread ? Take() : 0;
        if (!_hasThread)
            Make(slot);
        (Block, _hasEnded) = (_ring[slot], _counts[slot] == 0);
        return _hasEnded ? Ended() : _counts[slot];
    }

    /// <summary>Ends the thread. Returns false where it waits for its input, which it then still uses.</summary>
    public bool Stop()
    {
        _isStopped = true;
        _free.Release(Blocks);
        return _thread is null || _thread.Join(TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc cref="Stop"/>
    public void Dispose() => Stop();

    // Gives the last block back and waits for the next one.
    private int Take()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }
        if (_taken > 0)
            _free.Release();
        Wait();
        return (int)(_taken++ % Blocks);
    }

    private void Wait()
    {
        if (_filled.Wait(0))
            return;
        long start = Stopwatch.GetTimestamp();
        _filled.Wait();
        _waited += Stopwatch.GetTimestamp() - start;
    }

    private int Ended()
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return 0;
    }

    private void Run()
    {
        for (long made = 0; ; made++)
        {
            _free.Wait();
            if (_isStopped)
                return;
            int slot = (int)(made % Blocks);
            Make(slot);
            bool isEnd = _counts[slot] == 0;
            _filled.Release();
            if (isEnd)
                return;
        }
    }

    // After a failure, what was made is given first; the block after it is empty.
    private void Make(int slot)
    {
        int count = 0;
        byte[] block = _ring[slot] ??= new byte[_blockBytes];
        try
        {
            if (_failure is null)
                _fill(block, ref count);
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
        _counts[slot] = count;
    }
}
