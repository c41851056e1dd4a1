namespace Router.CodeMode.Programs;

/// <summary>The forms in which a model may write a program. All may stand in a Markdown fence with text around it.</summary>
public enum ProgramForm
{
    /// <summary><c>await f()</c>, <c>({ a: 1 })</c>, or a function, such as <c>async () =&gt; { … }</c>, which is called.</summary>
    Expression,

    /// <summary>Statements with a <c>return</c>, or whose last one is an expression, whose value is then the program's.</summary>
    Statements,

    /// <summary><c>export default</c> of a value or of a function, which is called.</summary>
    Module,
}
