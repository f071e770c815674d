//! `bartizan demo`: the whole job in the terminal.

use bartizan_tests::{Outcome, Scene};

#[test]
fn the_demo_does_the_whole_job_step_by_step_and_leaves_the_alerts() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let lines = terminal.run(&["demo", "--json", "--alerts", "12"])?.expect_code(0)?.json_lines()?;
    let mut done: Vec<&str> = Vec::new();
    for step in lines.iter().map(|line| &line["step"]).filter(|step| step["state"] == "done") {
        done.extend(step["id"].as_str());
    }
    insta::assert_json_snapshot!("the_steps_of_the_demo", done);
    let failed = lines.iter().any(|line| line["step"]["state"] == "failed" || !line["problem"].is_null());
    assert!(!failed, "no step of the demo fails");
    let result = lines.iter().find(|line| !line["tenant_name"].is_null()).expect("a line with the result");
    assert_eq!(result["alerts"], 12, "the result says how many arrived: {result}");
    let rows = lines.iter().filter(|line| !line["seq"].is_null()).count();
    assert_eq!(rows, 12, "and the alerts themselves follow");
    Ok(())
}

#[test]
fn the_demo_is_readable_by_a_person() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let run = scene.terminal("home-a")?.run(&["demo", "--alerts", "3"])?.expect_code(0)?;
    assert!(run.output.contains("3 alerts"), "it ends with what was achieved: {run}");
    assert!(!run.output.contains('\u{1b}'), "no colours in a pipe: {run}");
    Ok(())
}

#[test]
fn the_demo_needs_no_running_simulator() -> Outcome<()> {
    let mut scene = Scene::with_alerts(1)?;
    scene.tenant.stop();
    let terminal = bartizan_tests::Cli::new(&scene.desk, &scene.programs, "home-a")?;
    terminal.run(&["demo", "--alerts", "3"])?.expect_code(0).map(drop)
}
