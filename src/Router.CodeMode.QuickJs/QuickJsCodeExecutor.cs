using Router.CodeMode.Execution;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Programs;

namespace Router.CodeMode.QuickJs;

/// <summary>Makes executors over the embedded engine, with everything that they need.</summary>
public static class QuickJsCodeExecutor
{
    /// <summary>Makes an executor, whose engine and reader end with it. Make one and share it: runs do not disturb each other.</summary>
    /// <param name="options">What all runs have in common. Default: as <see cref="CodeExecutorOptions"/> says.</param>
    /// <param name="engineOptions">What the engine may use. Default: as <see cref="QuickJsEngineOptions"/> says.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static CodeExecutor Create(CodeExecutorOptions? options = null, QuickJsEngineOptions? engineOptions = null)
    {
        QuickJsEngine engine = new(engineOptions);
        return new CodeExecutor(engine, new ProgramReader(new QuickJsProgramParser(engine)), options);
    }
}
